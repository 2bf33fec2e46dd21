//! What a field can hold.

use super::object::Object;
use crate::rule::Rule;

/// What a field holds. Lengths are bytes of UTF-8 in v2, and UTF-16 code units, as JavaScript and Java count
/// characters, in v3 and v4 (line-pay-api 2).
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A text without line breaks and other control characters, so long at most.
    Text(usize),
    /// A text that people read, in which tabs and line breaks are fine, so long at most.
    Shown(usize),
    /// A text of which no rule is known.
    AnyText,
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// An https URL, 500 long at most.
    Url,
    /// The same, or a link into an app: where the buyer goes.
    ReturnUrl,
    /// Texts, of which there is one at least: else this rule is broken.
    Texts(&'static Rule<'static>),
    /// The merchant's number of an order: 1 to 100 long.
    OrderId,
    /// One such number or several.
    OrderIds,
    /// The number of a payment, a reservation or a refund.
    TransactionId,
    /// One such number or several.
    TransactionIds,
    /// The key of an automatic payment.
    RegKey,
    /// An amount of money in units of the request's currency.
    Amount(Sum),
    /// One of LINE Pay's currencies (ISO 4217).
    Currency,
    /// `true` or `false`.
    Boolean,
    /// A whole number, 0 or above.
    Count,
    /// A whole number, 1 or above.
    CountFromOne,
    /// An object with fields of its own.
    Object(&'static Object),
    /// Objects of one form; where there has to be one at least, the rule that an empty list breaks.
    List(&'static Object, Option<&'static Rule<'static>>),
    /// In a reply: the page where the buyer approves, https.
    PaymentPage,
    /// In a reply: a link that opens the LINE app, see [`is_line_link`](crate::url::is_line_link).
    LineLink,
}

impl Kind {
    /// In a reply: an amount, whatever its sign and its decimals.
    pub const ANY_AMOUNT: Kind = Kind::Amount(Sum::Shown);
}

#[cfg(feature = "catalogue")]
impl Kind {
    /// How long a text of this kind may be in a request.
    #[must_use]
    pub const fn longest(self) -> Option<usize> {
        match self {
            Kind::Text(max) | Kind::Shown(max) => Some(max),
            Kind::Url | Kind::ReturnUrl => Some(super::text::MAX_URL),
            Kind::OrderId | Kind::OrderIds => Some(crate::id::OrderId::MAX),
            _ => None,
        }
    }
}

/// Which amounts a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sum {
    /// Above 0.
    Positive,
    /// Above 0; of a reservation that only registers the buyer, 0: where the field here says `PREAPPROVED`.
    Registers(&'static str),
    /// Above 0; of a reservation that only registers the buyer, 0. Which one it is only the reservation knows.
    Reserved,
    /// Above 0, or left out for all that there is.
    Refund,
    /// 0 or above: a part of a sum.
    Part,
    /// Any: a discount is below 0.
    Signed,
    /// Any, with decimals that the currency does not have: it is shown or counted, not charged.
    Shown,
}

/// Whether the amounts of a reply's list add up to the payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adds {
    /// Always; of nothing there may be none.
    Up,
    /// If there are any.
    UpIfAny,
    /// Of a row that is a payment.
    UpIfPayment,
}
