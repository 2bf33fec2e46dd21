//! oneTimeKeys/pay: charges the code that a buyer shows in a shop, v2 and v4 (line-pay-api 12).

use super::extras::{ADD_FRIENDS, EXTRA, PROMOTION_RESTRICTION};
use super::packages::{PACKAGE, check_packages};
use super::pay_info::PAY_INFO;
use crate::input::Fields;
use crate::outcome::Changes;
use crate::rule::Rule;
use crate::version::Version;
use crate::wire::{Adds, Answers, Kind, Object, Operation, Rules, Sum, field};

/// Charges a buyer's one-time key.
pub static ONE_TIME_KEY_PAY: Operation =
    Operation::post("oneTimeKeyPay", "/payments/oneTimeKeys/pay", &REQUEST, Answers::Info(&REPLY))
        .only(&[Version::V2, Version::V4])
        .doc(
            "Charges a buyer at the counter, at once, by the code that the LINE app shows (My Code).\n\nA code is good \
             for 5 minutes and one payment; a wrong or used one is refused with 1133. After a lost answer the money \
             may be taken: ask orderCheck until the order is settled, and never charge again before. A 1133 to the \
             same code then may mean that the lost call has used it.",
        )
        .told_in(&["12"])
        .changes(Changes::Payment)
        .within(40_000)
        .ask("it may have been carried out; ask orderCheck until the order is settled, before anything is repeated");

static REQUEST: Object = Object::new(
    "OneTimeKeyPayRequest",
    &[
        field("productName", Kind::Shown(4000)).only(&[Version::V2]).doc("What is paid for."),
        field("amount", Kind::Amount(Sum::Positive))
            .repeats()
            .doc("The total, above 0; in v4 the sum of the packages."),
        field("currency", Kind::Currency).doc("The currency of the merchant's contract."),
        field("orderId", Kind::OrderId).doc("The merchant's order number, a fresh one for each charge."),
        field("oneTimeKey", Kind::Text(19))
            .secret()
            .doc("The code that was scanned: 18 digits in Taiwan, 19 in Japan, 12 elsewhere."),
        field("capture", Kind::Boolean)
            .optional()
            .doc("true (default): charge; false: authorise only, then capture or void."),
        field("packages", Kind::List(&PACKAGE, Some(&Rule::NoPackage)))
            .only(&[Version::V4])
            .doc("Groups of products; one at least."),
        field("extras", Kind::Object(&EXTRAS)).optional().only(&[Version::V2]).doc("Branch and promotions."),
        field("options", Kind::Object(&OPTIONS)).optional().only(&[Version::V4]).doc("Branch and promotions."),
    ],
)
.rule(check_sum);

/// v2 has one product and no packages.
fn check_sum(fields: &mut Fields<'_, '_>, rules: Rules) {
    if rules.version == Version::V4 {
        check_packages(fields, rules);
    }
}

static EXTRAS: Object = Object::new(
    "OneTimeKeyExtras",
    &[
        field("branchName", Kind::Shown(200)).optional().doc("Shop or branch shown to the buyer."),
        field("branchId", Kind::Text(32)).optional().doc("The branch's number."),
        field("addFriends", Kind::List(&ADD_FRIENDS, None)).optional().doc("Official accounts that are offered."),
        field("promotionRestriction", Kind::Object(&PROMOTION_RESTRICTION))
            .optional()
            .doc("Taiwan: what points may not pay and earn."),
    ],
)
.doc("Branch and promotions, v2.");

static OPTIONS: Object =
    Object::new("OneTimeKeyOptions", &[field("extra", Kind::Object(&EXTRA)).optional().doc("Branch and promotions.")])
        .doc("Branch and promotions, v4. What it holds is no more than likely: LINE Pay's tables were not seen.");

static REPLY: Object = Object::new(
    "OneTimeKeyPayReply",
    &[
        field("transactionId", Kind::TransactionId).doc("Its transaction."),
        field("orderId", Kind::OrderId).optional().repeats().doc("The merchant's order."),
        field("transactionDate", Kind::AnyText).lenient().doc("When, ISO 8601 in UTC."),
        field("payInfo", Kind::List(&PAY_INFO, None))
            .optional()
            .adds(Adds::UpIfAny)
            .doc("How it was paid; the parts add up to the amount."),
        field("balance", Kind::ANY_AMOUNT).lenient().doc("v2: what is left on the buyer's account."),
        field("authorizationExpireDate", Kind::AnyText)
            .lenient()
            .doc("For `capture: false`: after this LINE Pay voids the authorisation."),
        field("paymentProvider", Kind::AnyText).lenient().doc("v4: `TSP` or `EPI`; absent means `TSP`."),
    ],
)
.doc("The payment that was made.");
