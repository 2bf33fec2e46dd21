//! What replies tell about an order. No rule depends on any of it.

use super::reserve::ADDRESS;
use crate::wire::{Kind, Object, field};

/// A package that was ordered.
pub(super) static PACKAGE_ROW: Object = Object::new(
    "PackageRow",
    &[
        field("id", Kind::AnyText).lenient().doc("The merchant's id of it."),
        field("amount", Kind::ANY_AMOUNT).lenient().doc("The sum of its products."),
        field("userFeeAmount", Kind::ANY_AMOUNT).lenient().doc("v3: the fee on top."),
        field("name", Kind::AnyText).lenient().doc("The group's shop name."),
        field("products", Kind::List(&PRODUCT_ROW, None)).lenient().doc("Its products."),
    ],
)
.doc("A package that was ordered.");

static PRODUCT_ROW: Object = Object::new(
    "ProductRow",
    &[
        field("id", Kind::AnyText).lenient().doc("The merchant's product number."),
        field("name", Kind::AnyText).lenient().doc("Its name."),
        field("imageUrl", Kind::AnyText).lenient().doc("A picture."),
        field("quantity", Kind::Count).lenient().doc("How many."),
        field("price", Kind::ANY_AMOUNT).lenient().doc("For one piece."),
        field("originalPrice", Kind::ANY_AMOUNT).lenient().doc("For one piece before a discount."),
    ],
)
.doc("A product that was ordered.");

/// The shipping that the buyer chose.
pub(super) static SHIPPING: Object = Object::new(
    "Shipping",
    &[
        field("methodId", Kind::AnyText).lenient().doc("The method's id."),
        field("feeAmount", Kind::ANY_AMOUNT).lenient().doc("Its fee."),
        field("address", Kind::Object(&ADDRESS)).lenient().doc("Where to."),
    ],
)
.doc("The shipping that the buyer chose.");

/// A promotion that counted.
pub(super) static EVENT_ROW: Object = Object::new(
    "EventRow",
    &[
        field("code", Kind::AnyText).lenient().doc("Its code."),
        field("totalAmount", Kind::ANY_AMOUNT).lenient().doc("For a promotion by rate."),
        field("productQuantity", Kind::Count).lenient().doc("For a promotion by a fixed sum."),
    ],
)
.doc("A promotion that counted.");

/// The buyer's cards with the merchant.
pub(super) static MERCHANT_REFERENCE: Object = Object::new(
    "MerchantReference",
    &[field("affiliateCards", Kind::List(&AFFILIATE_CARD, None)).lenient().doc("The cards.")],
)
.doc("The buyer's cards with the merchant (Taiwan).");

static AFFILIATE_CARD: Object = Object::new(
    "AffiliateCard",
    &[
        field("cardType", Kind::AnyText).lenient().doc("For example `MOBILE_CARRIER`."),
        field("cardId", Kind::AnyText).lenient().doc("The carrier's code."),
    ],
)
.doc("One card, for example the carrier of electronic invoices.");
