//! The terms of an automatic payment, v4 (line-pay-api 5.2).

use crate::input::Fields;
use crate::rule::Rule;
use crate::wire::{Kind, Object, Rules, Sum, field};

/// The terms that are shown to the buyer.
pub(super) static REG_PAY_REQUEST: Object = Object::new(
    "RegPayRequest",
    &[
        field("regPayPeriodType", Kind::OneOf(&["RECURRING", "NON_RECURRING"]))
            .optional()
            .doc("`RECURRING`: at regular times; `NON_RECURRING`: when needed."),
        field("recurringPeriod", Kind::OneOf(&["WEEK", "MONTH", "YEAR"])).optional().doc("With RECURRING: how often."),
        field("recurringDay", Kind::Count).optional().doc("With MONTH or YEAR: the day of the month, 1 to 31."),
        field("recurringDayOfWeek", Kind::OneOf(&["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]))
            .optional()
            .doc("With WEEK: the day of the week."),
        field("recurringMonth", Kind::Count).optional().doc("With YEAR: the month, 1 to 12."),
        field("productPrice", Kind::Amount(Sum::Positive)).optional().doc("What one charge costs."),
        field("perTransactionLimit", Kind::Amount(Sum::Positive))
            .optional()
            .doc("With NON_RECURRING: the most that one charge may be."),
    ],
)
.doc("The terms of an automatic payment, shown to the buyer (v4, with PREAPPROVED).")
.rule(check_terms);

fn check_terms(fields: &mut Fields<'_, '_>, _rules: Rules) {
    let kind = fields.given("regPayPeriodType");
    let period = fields.given("recurringPeriod");
    let (kind, period) = (kind.as_deref(), period.as_deref());
    let belongs = [
        ("recurringPeriod", kind != Some("NON_RECURRING"), "RECURRING"),
        ("perTransactionLimit", kind != Some("RECURRING"), "NON_RECURRING"),
        ("recurringDay", matches!(period, Some("MONTH" | "YEAR")), "MONTH/YEAR"),
        ("recurringDayOfWeek", period == Some("WEEK"), "WEEK"),
        ("recurringMonth", period == Some("YEAR"), "YEAR"),
    ];
    for (name, fits, with) in belongs {
        if !fits && !fields.is_nothing(name) {
            fields.issue(name, Rule::OnlyWith { with });
        }
    }
    let (month, day) = (fields.given_count("recurringMonth"), fields.given_count("recurringDay"));
    if month.is_some_and(|month| !(1..=12).contains(&month)) {
        fields.issue("recurringMonth", Rule::Month);
    }
    let days = match month {
        Some(2) => 29,
        Some(4 | 6 | 9 | 11) => 30,
        _ => 31,
    };
    if day.is_some_and(|day| day == 0 || day as usize > days) {
        fields.issue("recurringDay", Rule::Day { days });
    }
}
