//! `options` of reserve in v3 and v4 (line-pay-api 4.1).

use super::address::ADDRESS;
use super::reg_pay::REG_PAY_REQUEST;
use crate::operations::extras::{EVENT, EXTRA};
use crate::rule::Rule;
use crate::version::Version;
use crate::wire::{Kind, Need, Object, Sum, field};

/// Further settings of a reservation.
pub(super) static OPTIONS: Object = Object::new(
    "ReserveOptions",
    &[
        field("payment", Kind::Object(&PAYMENT)).optional().doc("How it is paid."),
        field("display", Kind::Object(&DISPLAY)).optional().doc("How it is shown."),
        field("shipping", Kind::Object(&SHIPPING))
            .optional()
            .only(&[Version::V3])
            .doc("Shipping. From older documents of LINE Pay."),
        field("familyService", Kind::Object(&FAMILY_SERVICE))
            .optional()
            .only(&[Version::V3])
            .doc("Official accounts to add."),
        field("extra", Kind::Object(&EXTRA)).optional().doc("Branch and promotions."),
        field("events", Kind::List(&EVENT, None)).optional().doc(
            "Taiwan: promotions that count for this payment, each by exactly one of `totalAmount` and \
             `productQuantity`.",
        ),
        field("regPayRequest", Kind::Object(&REG_PAY_REQUEST))
            .optional()
            .only(&[Version::V4])
            .doc("With PREAPPROVED: the terms of the automatic payment, shown to the buyer."),
    ],
)
.doc("Further settings of a reservation.");

static PAYMENT: Object = Object::new(
    "PaymentOptions",
    &[
        field("capture", Kind::Boolean)
            .optional()
            .doc("true (default): confirm also captures; false: it only authorises."),
        field("payType", Kind::OneOf(&["NORMAL", "PREAPPROVED"]))
            .optional()
            .doc("`NORMAL` (default), or `PREAPPROVED`: confirm also issues a regKey."),
    ],
)
.doc("How it is paid.");

static DISPLAY: Object = Object::new(
    "DisplayOptions",
    &[
        field("locale", Kind::OneOf(&["en", "ja", "ko", "th", "zh_TW", "zh_CN"]))
            .optional()
            .doc("Language of the payment page; `en` without it."),
        field("checkConfirmUrlBrowser", Kind::Boolean)
            .optional()
            .doc("CLIENT only: show a guidance page when the browser at confirm is another one. Default false."),
    ],
)
.doc("How it is shown.");

static SHIPPING: Object = Object::new(
    "ShippingOptions",
    &[
        field("type", Kind::OneOf(&["NO_SHIPPING", "FIXED_ADDRESS", "SHIPPING"]))
            .optional()
            .doc("`NO_SHIPPING` (default), `FIXED_ADDRESS` with `address`, or `SHIPPING` with `feeInquiryUrl`."),
        field("feeAmount", Kind::Amount(Sum::Part)).optional().doc("The shipping fee, part of the total."),
        field("feeInquiryUrl", Kind::Url)
            .need(Need::If("type", "SHIPPING"))
            .doc("The merchant's API that answers with shipping methods."),
        field("feeInquiryType", Kind::OneOf(&["CONDITION", "FIXED"]))
            .optional()
            .doc("`CONDITION`: ask again when the address changes; `FIXED`: do not."),
        field("address", Kind::Object(&ADDRESS))
            .need(Need::If("type", "FIXED_ADDRESS"))
            .doc("Where to, for FIXED_ADDRESS."),
    ],
)
.doc("Shipping.");

static FAMILY_SERVICE: Object =
    Object::new("FamilyService", &[field("addFriends", Kind::List(&ADD_FRIENDS, None)).doc("The accounts.")])
        .doc("Official accounts to add.");

static ADD_FRIENDS: Object = Object::new(
    "AddFriendsV3",
    &[
        field("type", Kind::OneOf(&["lineAt"])).doc("`lineAt`."),
        field("idList", Kind::Texts(&Rule::NoAccount)).doc("The accounts' ids, each beginning with `@`."),
    ],
)
.doc("A list of official accounts, v3.");
