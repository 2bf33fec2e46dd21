//! `options.regPayRequest` of v4: terms of automatic payment that the buyer is shown.

use crate::amount::Amount;
use crate::body::Fields;
use crate::code::Refusal;
use crate::goods::Terms;

const DAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
/// The longest that each month gets.
const LENGTHS: [u64; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

pub(super) fn read(options: &Fields<'_>) -> Result<Option<Terms>, Refusal> {
    let Some(given) = options.object("regPayRequest")? else {
        return Ok(None);
    };
    let choice = |name, choices: &[&'static str]| Ok::<_, Refusal>(given.choice(name, choices)?.map(str::to_owned));
    let terms = Terms {
        reg_pay_period_type: choice("regPayPeriodType", &["RECURRING", "NON_RECURRING"])?,
        recurring_period: choice("recurringPeriod", &["WEEK", "MONTH", "YEAR"])?,
        recurring_day: given.count("recurringDay")?,
        recurring_day_of_week: choice("recurringDayOfWeek", &DAYS)?,
        recurring_month: given.count("recurringMonth")?,
        product_price: sum(&given, "productPrice")?,
        per_transaction_limit: sum(&given, "perTransactionLimit")?,
    };
    check(&given, &terms)?;
    Ok(Some(terms))
}

fn sum(given: &Fields<'_>, name: &str) -> Result<Option<Amount>, Refusal> {
    match given.sum(name)? {
        None => Ok(None),
        Some(sum) => sum.amount().map(Some).ok_or_else(|| given.wrong(name, "not a sum")),
    }
}

fn check(given: &Fields<'_>, terms: &Terms) -> Result<(), Refusal> {
    let period = terms.recurring_period.as_deref();
    let only = |name, is_there: bool, periods: &[&str]| {
        let fits = !is_there || period.is_some_and(|period| periods.contains(&period));
        if fits {
            Ok(())
        } else {
            let what = format!("only with recurringPeriod {}", periods.join(" or "));
            Err(given.wrong(name, &what))
        }
    };
    only("recurringDay", terms.recurring_day.is_some(), &["MONTH", "YEAR"])?;
    only("recurringDayOfWeek", terms.recurring_day_of_week.is_some(), &["WEEK"])?;
    only("recurringMonth", terms.recurring_month.is_some(), &["YEAR"])?;
    let longest = match terms.recurring_month {
        None => 31,
        Some(month) => month
            .checked_sub(1)
            .and_then(|place| usize::try_from(place).ok())
            .and_then(|place| LENGTHS.get(place).copied())
            .ok_or_else(|| given.wrong("recurringMonth", "not 1 to 12"))?,
    };
    match terms.recurring_day {
        Some(day) if day == 0 || day > longest => Err(given.wrong("recurringDay", "no such day of the month")),
        _ => Ok(()),
    }
}
