//! What LINE Pay would have answered to a request that breaks a rule, as far as that is documented or was seen
//! (line-pay-api 2, 4.1, 7, 9, 11). Where nothing is known, or LINE Pay takes the request, it is nothing.

use crate::outcome::Changes;
use crate::return_code::ReturnCode;
use crate::version::Version;

/// Which of LINE Pay's answers a rule stands for; some depend on the operation and the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// None is known: LINE Pay takes it, ignores it, or never sees it.
    Nothing,
    /// 2101, parameter error.
    Parameter,
    /// 2101 for a field that is not there or empty; a path without its segment is none of LINE Pay's.
    Missing,
    /// 1124, wrong amount information, where the operation knows it.
    Scale,
    /// 1183 where an amount is to be charged; where it is compared or given back, what that says.
    Positive,
    /// 1178 where the merchant's contract decides on the currency.
    Currency,
    /// 1190, no such regKey.
    RegKey,
    /// 1177, more than 100 ids.
    TooMany,
}

/// Where LINE Pay does without, or is not known to insist: a rule, and how the path begins.
pub const FORGIVEN: &[(&str, &str)] = &[
    // Other languages show the page in English (3.1, 11).
    ("one-of", "langCd"),
    ("one-of", "options.display.locale"),
    // Cut at 32, not refused (4.1).
    ("max-length", "options.extra.branchId"),
    // No document calls them required (3.1, 4.1).
    ("required", "extras.addFriends"),
    ("required", "options.familyService"),
    // Of the terms only the three parts of the date are said to be absent otherwise (5.2).
    ("only-with", "options.regPayRequest.recurringPeriod"),
    ("only-with", "options.regPayRequest.perTransactionLimit"),
];

impl Answer {
    /// The code for `rule`, broken at `path` of a request of `operation`.
    pub(crate) fn code(
        self,
        rule: &str,
        version: Version,
        operation: &str,
        changes: Changes,
        path: &str,
    ) -> Option<ReturnCode> {
        let forgiven = |(known, start): &(&str, &str)| rule == *known && path.starts_with(start);
        if path == "(request)" || FORGIVEN.iter().any(forgiven) {
            return None;
        }
        match self {
            Answer::Nothing => None,
            Answer::Missing if matches!(path, "transactionId" | "regKey") => None,
            // v4 marks both as optional (5.1).
            Answer::Missing
                if operation == "preApproval"
                    && version == Version::V4
                    && matches!(path, "currency" | "productName") =>
            {
                None
            }
            // In a query everything is a text, and an order that nobody has is just not found.
            Answer::Parameter | Answer::Missing
                if changes == Changes::Nothing && (path.starts_with("orderId") || path == "fields") =>
            {
                None
            }
            Answer::Parameter if path == "regKey" => Some(ReturnCode::NO_REG_KEY),
            Answer::Parameter | Answer::Missing => Some(ReturnCode::PARAMETER),
            // Options are shown or counted, not charged; the shipping fee is part of the sum.
            Answer::Scale if path.starts_with("options.") && path != "options.shipping.feeAmount" => None,
            Answer::Scale if matches!(operation, "reserve" | "confirm" | "refund" | "preApproval") => {
                Some(ReturnCode::AMOUNT_INFO)
            }
            Answer::Scale => None,
            Answer::Positive => match (operation, path) {
                ("reserve" | "capture" | "preApproval", "amount") => Some(ReturnCode::TOO_SMALL),
                // It differs from the reserved one, which is above 0.
                ("confirm", "amount") => Some(ReturnCode::OTHER_AMOUNT),
                ("refund", "refundAmount") => Some(ReturnCode::AMOUNT_INFO),
                _ => None,
            },
            Answer::Currency if matches!(operation, "reserve" | "preApproval") => Some(ReturnCode::CURRENCY),
            Answer::Currency => None,
            Answer::RegKey => Some(ReturnCode::NO_REG_KEY),
            Answer::TooMany => Some(ReturnCode::TOO_MANY),
        }
    }

    /// The code, with the operations that it depends on, for the documentation; empty for none.
    #[must_use]
    pub fn in_words(self) -> String {
        let code = match self {
            Answer::Nothing => return String::new(),
            Answer::Parameter | Answer::Missing => ReturnCode::PARAMETER,
            Answer::Scale => return format!("{}; on capture not known", ReturnCode::AMOUNT_INFO),
            Answer::Positive => {
                return format!(
                    "{} on reserve, capture and preApproval, {} on confirm, {} on refund",
                    ReturnCode::TOO_SMALL,
                    ReturnCode::OTHER_AMOUNT,
                    ReturnCode::AMOUNT_INFO
                );
            }
            Answer::Currency => return format!("{} on reserve and preApproval; else not known", ReturnCode::CURRENCY),
            Answer::RegKey => ReturnCode::NO_REG_KEY,
            Answer::TooMany => ReturnCode::TOO_MANY,
        };
        code.to_string()
    }
}
