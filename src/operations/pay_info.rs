//! How a payment was paid: a part of several replies.

use crate::wire::{Kind, Object, field};

/// One part of how a payment was paid.
pub(super) static PAY_INFO: Object = Object::new(
    "PayInfo",
    &[
        field("method", Kind::AnyText)
            .lenient()
            .doc("`CREDIT_CARD`, `BALANCE`, `POINT` or `DISCOUNT`; others may come."),
        field("amount", Kind::ANY_AMOUNT).doc("The part paid this way, in units of the currency."),
        field("creditCardNickname", Kind::AnyText)
            .lenient()
            .doc("The buyer's name for the card; automatic payments only, may be empty."),
        field("creditCardBrand", Kind::AnyText)
            .lenient()
            .doc("`VISA`, `MASTER`, `AMEX`, `DINERS` or `JCB`; automatic payments only."),
        field("maskedCreditCardNumber", Kind::AnyText)
            .lenient()
            .doc("The last four digits behind asterisks; Taiwan, confirm only, on request to LINE Pay."),
    ],
)
.doc("One part of how a payment was paid.");
