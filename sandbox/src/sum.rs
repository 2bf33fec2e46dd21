//! Sums as they were sent, before anything but their form is judged.

use crate::amount::Amount;
use crate::code::Refusal;

/// A sum that was sent: kept for the checks that come after those of form.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Sum {
    Kept(Amount),
    TooFine,
    TooLarge,
}

impl Sum {
    /// The sum, if it has no more decimals than the currency (else 1124) and is not absurd (else `too_large`).
    pub(crate) fn in_currency(self, currency: &str, too_large: u16) -> Result<Amount, Refusal> {
        let decimals = matches!(currency, "USD" | "THB");
        match self {
            Sum::TooLarge => Err(Refusal::noted(too_large, "the sum is too large")),
            Sum::Kept(amount) if decimals || amount.is_whole() => Ok(amount),
            Sum::Kept(_) | Sum::TooFine => Err(Refusal::noted(1124, format!("too many decimals for {currency}"))),
        }
    }
}
