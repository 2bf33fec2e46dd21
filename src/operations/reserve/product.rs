//! The body of reserve in v2: one product (line-pay-api 3.1).

use super::return_urls::check_return_urls;
use crate::operations::extras::ADD_FRIENDS;
use crate::rule::Rule;
use crate::wire::{Kind, Object, Sum, field, refused};

/// The request.
pub(super) static REQUEST: Object = Object::new(
    "ProductReserve",
    &[
        refused("packages", &Rule::PackagesInV2),
        field("productName", Kind::Shown(4000)).doc("Shown on the payment page."),
        field("productImageUrl", Kind::Url).optional().doc("A picture of about 84 × 84 pixels, https."),
        field("amount", Kind::Amount(Sum::Registers("payType"))).doc(
            "The total to pay, above 0; TWD and JPY without decimals. 0 with `payType: \"PREAPPROVED\"` only \
             registers the buyer.",
        ),
        field("currency", Kind::Currency).doc("The currency of the merchant's contract."),
        field("mid", Kind::Text(50))
            .optional()
            .doc("LINE member id of the payer. Leave it out unless LINE asked for it."),
        field("oneTimeKey", Kind::Text(19)).optional().secret().doc(
            "Code scanned from the buyer's My Code, valid 5 minutes: 18 digits in Taiwan, 19 in Japan, 12 \
             elsewhere. With it the reply may have no `paymentUrl`: the buyer approves in the app.",
        ),
        field("confirmUrl", Kind::ReturnUrl).doc(
            "Where the buyer (CLIENT) or LINE Pay's server (SERVER) goes after approval. LINE Pay appends \
             `transactionId`, so it must not hold one already. https, or (CLIENT) a link into your app such as \
             `myapp://paid`.",
        ),
        field("confirmUrlType", Kind::OneOf(&["CLIENT", "SERVER"]))
            .optional()
            .doc("`CLIENT` (default): the buyer's browser comes to confirmUrl; `SERVER`: LINE Pay's server does."),
        field("checkConfirmUrlBrowser", Kind::Boolean)
            .optional()
            .doc("CLIENT only: show a guidance page when the browser at confirm is another one. Default false."),
        field("cancelUrl", Kind::ReturnUrl)
            .optional()
            .doc("Where the buyer goes after cancelling; used as it is. https, or a link into your app."),
        field("packageName", Kind::Text(4000))
            .optional()
            .doc("The merchant's Android package, against phishing on app switch."),
        field("orderId", Kind::OrderId).doc("The merchant's order number. Use a fresh one for each attempt."),
        field("deliveryPlacePhone", Kind::Text(100)).optional().doc("The receiver's phone, used for risk checks."),
        field("payType", Kind::OneOf(&["NORMAL", "PREAPPROVED"]))
            .optional()
            .doc("`NORMAL` (default), or `PREAPPROVED`: confirm also issues a regKey."),
        field("langCd", Kind::OneOf(&["ja", "ko", "en", "zh-Hans", "zh-Hant", "th"]))
            .optional()
            .doc("Language of the payment page; without it the buyer's browser decides."),
        field("capture", Kind::Boolean)
            .optional()
            .doc("true (default): confirm also captures; false: it only authorises."),
        field("extras", Kind::Object(&EXTRAS)).optional().doc("Further settings."),
    ],
)
.doc(
    "Reserves a payment. The buyer has 20 minutes to approve it; then confirm it.\n\nLengths are bytes of UTF-8, as \
     LINE Pay counts in v2.",
)
.rule(check_return_urls);

static EXTRAS: Object = Object::new(
    "Extras",
    &[
        field("addFriends", Kind::List(&ADD_FRIENDS, None))
            .optional()
            .doc("Official accounts that are offered to the buyer for adding."),
        field("branchName", Kind::Shown(200))
            .optional()
            .doc("Shop or branch shown to the buyer; the first 100 characters are shown."),
    ],
)
.doc("Further settings of a reservation.");
