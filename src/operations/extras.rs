//! Branches, promotions and official accounts: parts of several requests (line-pay-api 3.1, 4.1).

use crate::input::Fields;
use crate::rule::Rule;
use crate::wire::{Kind, Object, Rules, Sum, field};

/// A list of official accounts, v2.
pub(super) static ADD_FRIENDS: Object = Object::new(
    "AddFriends",
    &[
        field("type", Kind::OneOf(&["LINE_AT"])).doc("`LINE_AT`."),
        field("idList", Kind::Texts(&Rule::NoAccount)).doc("The accounts' ids, each beginning with `@`."),
    ],
)
.doc("A list of official accounts.");

/// Branch and promotions.
pub(super) static EXTRA: Object = Object::new(
    "ExtraOptions",
    &[
        field("branchName", Kind::Shown(200))
            .optional()
            .doc("Shop or branch shown to the buyer; the first 100 characters are shown."),
        field("branchId", Kind::Text(32)).optional().doc("The branch's number."),
        field("promotionRestriction", Kind::Object(&PROMOTION_RESTRICTION))
            .optional()
            .doc("Taiwan: what points may not pay and earn."),
    ],
)
.doc("Branch and promotions.");

/// What points may not pay and earn.
pub(super) static PROMOTION_RESTRICTION: Object = Object::new(
    "PromotionRestriction",
    &[
        field("useLimit", Kind::Amount(Sum::Shown)).optional().doc("The amount that points and discounts may not pay."),
        field("rewardLimit", Kind::Amount(Sum::Shown)).doc("The amount for which no points are given."),
    ],
)
.doc("What points may not pay and earn (Taiwan).");

/// A promotion.
pub(super) static EVENT: Object = Object::new(
    "EventOption",
    &[
        field("code", Kind::Text(30)).doc("The promotion's code."),
        field("totalAmount", Kind::Amount(Sum::Shown)).optional().doc("For a promotion by rate."),
        field("productQuantity", Kind::Count).optional().doc("For a promotion by a fixed sum."),
    ],
)
.doc("A promotion; exactly one of `totalAmount` and `productQuantity` is given.")
.rule(by_rate_or_by_sum);

fn by_rate_or_by_sum(fields: &mut Fields<'_, '_>, _rules: Rules) {
    if fields.is_nothing("totalAmount") == fields.is_nothing("productQuantity") {
        fields.own_issue(Rule::ExactlyOne);
    }
}
