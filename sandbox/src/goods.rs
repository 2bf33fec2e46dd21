//! What an order of v3 and v4 consists of: as it was sent, as it is kept, and (where the names agree) as queries tell
//! it.

use crate::amount::Amount;
use serde::{Deserialize, Serialize};

/// One seller's part of an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Package {
    pub(crate) id: String,
    pub(crate) amount: Amount,
    /// v3 only.
    pub(crate) user_fee: Amount,
    pub(crate) name: Option<String>,
    pub(crate) products: Vec<Product>,
}

/// One line of a package.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Product {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    pub(crate) name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) image_url: Option<String>,
    pub(crate) quantity: u64,
    pub(crate) price: Amount,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) original_price: Option<Amount>,
}

/// A promotion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Event {
    pub(crate) code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) total_amount: Option<Amount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) product_quantity: Option<u64>,
}

/// How the goods come to the buyer (v3). `methodId` is what the buyer chose, where the buyer chooses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Shipping {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) method_id: Option<String>,
    pub(crate) fee_amount: Amount,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) address: Option<Address>,
}

/// LINE Pay's question to the merchant what the shipping costs, and the answer (v3, line-pay-api 6.4).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct FeeInquiry {
    pub(crate) url: String,
    /// `FIXED`: once answered, it is not asked again for another address.
    pub(crate) once: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) methods: Vec<Offer>,
}

/// One way to ship, as the merchant offers it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Offer {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) amount: Amount,
    #[serde(rename = "toDeliveryYmd", default, skip_serializing_if = "Option::is_none")]
    pub(crate) by: Option<String>,
}

/// Where they go.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Address {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) postal_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) city: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) detail: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) optional: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) recipient: Option<Recipient>,
}

/// Who takes them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Recipient {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) first_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) last_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) first_name_optional: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) last_name_optional: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) phone_no: Option<String>,
}

/// `options.regPayRequest` of v4: the terms of automatic payment, as the payment page shows them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Terms {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reg_pay_period_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) recurring_period: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) recurring_day: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) recurring_day_of_week: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) recurring_month: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) product_price: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) per_transaction_limit: Option<Amount>,
}

impl Address {
    /// The simulator's buyer lives here unless the request names another address.
    pub(crate) fn of_the_buyer() -> Address {
        let text = |text: &str| Some(text.to_owned());
        Address {
            country: text("TW"),
            postal_code: text("100"),
            state: text("Taipei"),
            city: text("Zhongzheng"),
            detail: text("1 Example Rd."),
            ..Address::default()
        }
    }
}
