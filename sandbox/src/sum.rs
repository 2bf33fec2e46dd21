//! Sums as they were sent, before anything but their form is judged.

use crate::amount::Amount;
use crate::code::Refusal;

/// A sum that was sent: kept for the checks that come after those of form.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Sum {
    /// Digits alone: `100`.
    Kept(Amount),
    /// With a decimal point or an exponent: `100.0`, `1.5`, `1e2`.
    Written(Amount),
    TooFine,
    TooLarge,
}

/// LINE Pay's currencies.
pub(crate) const CURRENCIES: [&str; 4] = ["USD", "JPY", "TWD", "THB"];

pub(crate) fn has_decimals(currency: &str) -> bool {
    matches!(currency, "USD" | "THB")
}

impl Sum {
    /// The sum, if it can be kept.
    pub(crate) fn amount(self) -> Option<Amount> {
        match self {
            Sum::Kept(amount) | Sum::Written(amount) => Some(amount),
            Sum::TooFine | Sum::TooLarge => None,
        }
    }

    /// Whether it is written with decimals although the currency has none.
    pub(crate) fn is_overwritten(self, currency: &str) -> bool {
        matches!(self, Sum::Written(_)) && !has_decimals(currency)
    }

    /// The sum, if it has no more decimals than the currency (else 1124) and is not absurd (else `too_large`).
    pub(crate) fn in_currency(self, currency: &str, too_large: u16) -> Result<Amount, Refusal> {
        match self {
            Sum::TooLarge => Err(Refusal::noted(too_large, "the sum is too large")),
            Sum::Kept(amount) | Sum::Written(amount) if has_decimals(currency) || amount.is_whole() => Ok(amount),
            Sum::Kept(_) | Sum::Written(_) | Sum::TooFine => {
                Err(Refusal::noted(1124, format!("too many decimals for {currency}")))
            }
        }
    }

    /// The same where money moves: with `plain`, `100.0` is refused in a currency without decimals, as it is live.
    pub(crate) fn to_move(self, currency: &str, too_large: u16, plain: bool) -> Result<Amount, Refusal> {
        if plain && self.is_overwritten(currency) {
            return Err(Refusal::noted(1124, format!("a sum in {currency} is written in digits alone")));
        }
        self.in_currency(currency, too_large)
    }
}
