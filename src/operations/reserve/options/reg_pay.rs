//! The terms of an automatic payment, v4.

use serde::Serialize;

use crate::at::At;
use crate::error::Issues;
use crate::input::Fields;
use crate::money::{Amount, Currency};
use crate::operations::parts::check_amount;
use crate::operations::reserve::checks::check_one_of;
use crate::rule::Rule;

/// The terms of an automatic payment, shown to the buyer (v4, with PREAPPROVED).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct RegPayRequest {
    /// `RECURRING`: at regular times; `NON_RECURRING`: when needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "\"RECURRING\" | \"NON_RECURRING\""))]
    pub reg_pay_period_type: Option<String>,
    /// With RECURRING: how often.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "\"WEEK\" | \"MONTH\" | \"YEAR\""))]
    pub recurring_period: Option<String>,
    /// With MONTH or YEAR: the day of the month, 1 to 31.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recurring_day: Option<u32>,
    /// With WEEK: the day of the week.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        target_arch = "wasm32",
        tsify(type = "\"SUN\" | \"MON\" | \"TUE\" | \"WED\" | \"THU\" | \"FRI\" | \"SAT\"")
    )]
    pub recurring_day_of_week: Option<String>,
    /// With YEAR: the month, 1 to 12.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recurring_month: Option<u32>,
    /// What one charge costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_price: Option<Amount>,
    /// With NON_RECURRING: the most that one charge may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_transaction_limit: Option<Amount>,
}

const DAYS: &[&str] = &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

impl RegPayRequest {
    pub(super) fn read(fields: &mut Fields<'_>) -> RegPayRequest {
        RegPayRequest {
            reg_pay_period_type: fields.text("regPayPeriodType"),
            recurring_period: fields.text("recurringPeriod"),
            recurring_day: fields.count("recurringDay"),
            recurring_day_of_week: fields.text("recurringDayOfWeek"),
            recurring_month: fields.count("recurringMonth"),
            product_price: fields.amount("productPrice"),
            per_transaction_limit: fields.amount("perTransactionLimit"),
        }
    }

    pub(super) fn check(&self, at: &At<'_>, currency: Currency, issues: &mut Issues) {
        let (kind, period) = (self.reg_pay_period_type.as_deref(), self.recurring_period.as_deref());
        let weekday = self.recurring_day_of_week.as_deref();
        check_one_of(at.field("regPayPeriodType"), kind, &["RECURRING", "NON_RECURRING"], issues);
        check_one_of(at.field("recurringPeriod"), period, &["WEEK", "MONTH", "YEAR"], issues);
        check_one_of(at.field("recurringDayOfWeek"), weekday, DAYS, issues);

        let belongs = [
            ("recurringPeriod", period.is_some(), kind != Some("NON_RECURRING"), "RECURRING"),
            ("perTransactionLimit", self.per_transaction_limit.is_some(), kind != Some("RECURRING"), "NON_RECURRING"),
            ("recurringDay", self.recurring_day.is_some(), matches!(period, Some("MONTH" | "YEAR")), "MONTH/YEAR"),
            ("recurringDayOfWeek", weekday.is_some(), period == Some("WEEK"), "WEEK"),
            ("recurringMonth", self.recurring_month.is_some(), period == Some("YEAR"), "YEAR"),
        ];
        for (name, given, fits, with) in belongs {
            if given && !fits {
                issues.push(at.field(name), Rule::OnlyWith { with });
            }
        }
        if self.recurring_month.is_some_and(|month| !(1..=12).contains(&month)) {
            issues.push(at.field("recurringMonth"), Rule::Month);
        }
        let days = match self.recurring_month {
            Some(2) => 29,
            Some(4 | 6 | 9 | 11) => 30,
            _ => 31,
        };
        if self.recurring_day.is_some_and(|day| day == 0 || day as usize > days) {
            issues.push(at.field("recurringDay"), Rule::Day { days });
        }
        let amounts = [("productPrice", self.product_price), ("perTransactionLimit", self.per_transaction_limit)];
        for (name, amount) in amounts {
            if let Some(amount) = amount {
                check_amount(at.field(name), amount, currency, issues);
            }
        }
    }
}
