//! The body of reserve in v3 and v4: packages of products (line-pay-api 4.1).

use super::options::OPTIONS;
use super::return_urls::check_return_urls;
use crate::operations::packages::{PACKAGE, check_packages};
use crate::rule::Rule;
use crate::wire::{Kind, Need, Object, Sum, field, refused};

/// The request.
pub(super) static REQUEST: Object = Object::new(
    "PackagesReserve",
    &[
        refused("productName", &Rule::ProductAfterV2),
        field("amount", Kind::Amount(Sum::Registers("options.payment.payType")))
            .doc("The total to pay, above 0. 0 with `payType: \"PREAPPROVED\"` only registers the buyer."),
        field("currency", Kind::Currency).doc("The currency of the merchant's contract."),
        field("orderId", Kind::OrderId).doc("The merchant's order number. Use a fresh one for each attempt."),
        field("packages", Kind::List(&PACKAGE, Some(&Rule::NoPackage)))
            .doc("Groups of products, for example one for each seller; one at least."),
        field("redirectUrls", Kind::Object(&REDIRECT_URLS)).need(Need::Assumed).doc("Where the buyer returns to."),
        field("options", Kind::Object(&OPTIONS)).optional().doc("Further settings."),
    ],
)
.doc(
    "Reserves a payment. The buyer has 20 minutes to approve it; then confirm it.\n\n`amount` is the sum of the \
     packages' amounts; in v3 also of their user fees and the shipping fee.",
)
.rule(check_packages);

static REDIRECT_URLS: Object = Object::new(
    "RedirectUrls",
    &[
        field("appPackageName", Kind::Text(4000)).optional().doc("The merchant's Android package."),
        field("confirmUrl", Kind::ReturnUrl).need(REQUIRED).doc(
            "Where the buyer (CLIENT) or LINE Pay's server (SERVER) goes after approval. LINE Pay appends `orderId` \
             and `transactionId`. Required unless the type is NONE. https, or (CLIENT) a link into your app such as \
             `myapp://paid`.",
        ),
        field("confirmUrlType", Kind::OneOf(&["CLIENT", "SERVER", "NONE"]))
            .optional()
            .doc("`CLIENT` (default), `SERVER`, or `NONE`: nobody is called, poll statusCheck."),
        field("cancelUrl", Kind::ReturnUrl).need(REQUIRED).doc(
            "Where the buyer goes after cancelling. Required unless the type is NONE. https, or a link into your app.",
        ),
    ],
)
.doc("Where the buyer returns to.")
.rule(check_return_urls);

const REQUIRED: Need = Need::Unless("confirmUrlType", "NONE", &Rule::RequiredUrl);
