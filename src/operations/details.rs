//! What v3 and v4 tell about an order in their replies. No rule depends on any of it.

use serde::{Deserialize, Serialize};

use super::reserve::Address;
use crate::envelope::lenient;
use crate::money::Amount;

macro_rules! details {
    ($($(#[doc = $doc:literal])* $name:ident { $($(#[doc = $field_doc:literal])* $field:ident: $kind:ty,)* })*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
        #[serde(rename_all = "camelCase")]
        pub struct $name {$(
            $(#[doc = $field_doc])*
            #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
            pub $field: Option<$kind>,
        )*}
    )*};
}

details! {
    /// A package that was ordered.
    PackageRow {
        /// The merchant's id of it.
        id: String,
        /// The sum of its products.
        amount: Amount,
        /// v3: the fee on top.
        user_fee_amount: Amount,
        /// The group's shop name.
        name: String,
        /// Its products.
        products: Vec<ProductRow>,
    }

    /// A product that was ordered.
    ProductRow {
        /// The merchant's product number.
        id: String,
        /// Its name.
        name: String,
        /// A picture.
        image_url: String,
        /// How many.
        quantity: u32,
        /// For one piece.
        price: Amount,
        /// For one piece before a discount.
        original_price: Amount,
    }

    /// The shipping that the buyer chose.
    Shipping {
        /// The method's id.
        method_id: String,
        /// Its fee.
        fee_amount: Amount,
        /// Where to.
        address: Address,
    }

    /// A promotion that counted.
    EventRow {
        /// Its code.
        code: String,
        /// For a promotion by rate.
        total_amount: Amount,
        /// For a promotion by a fixed sum.
        product_quantity: u32,
    }

    /// The buyer's cards with the merchant (Taiwan).
    MerchantReference {
        /// The cards.
        affiliate_cards: Vec<AffiliateCard>,
    }

    /// One card, for example the carrier of electronic invoices.
    AffiliateCard {
        /// For example `MOBILE_CARRIER`.
        card_type: String,
        /// The carrier's code.
        card_id: String,
    }
}
