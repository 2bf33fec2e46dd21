//! What v3 and v4 tell about an order in their replies. No rule depends on any of it.

use serde::Serialize;

use super::reserve::Address;
use crate::money::Amount;
use crate::row::rows;

macro_rules! details {
    ($($(#[doc = $doc:literal])* $name:ident { $($(#[doc = $field_doc:literal])* $field:ident = $wire:literal: $kind:ty,)* })*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
        #[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
        pub struct $name {$(
            $(#[doc = $field_doc])*
            #[serde(rename = $wire, skip_serializing_if = "Option::is_none")]
            pub $field: Option<$kind>,
        )*}

        rows! {
            $name: |row| $name { $($field: row.lenient($wire)),* };
        }
    )*};
}

details! {
    /// A package that was ordered.
    PackageRow {
        /// The merchant's id of it.
        id = "id": String,
        /// The sum of its products.
        amount = "amount": Amount,
        /// v3: the fee on top.
        user_fee_amount = "userFeeAmount": Amount,
        /// The group's shop name.
        name = "name": String,
        /// Its products.
        products = "products": Vec<ProductRow>,
    }

    /// A product that was ordered.
    ProductRow {
        /// The merchant's product number.
        id = "id": String,
        /// Its name.
        name = "name": String,
        /// A picture.
        image_url = "imageUrl": String,
        /// How many.
        quantity = "quantity": u32,
        /// For one piece.
        price = "price": Amount,
        /// For one piece before a discount.
        original_price = "originalPrice": Amount,
    }

    /// The shipping that the buyer chose.
    Shipping {
        /// The method's id.
        method_id = "methodId": String,
        /// Its fee.
        fee_amount = "feeAmount": Amount,
        /// Where to.
        address = "address": Address,
    }

    /// A promotion that counted.
    EventRow {
        /// Its code.
        code = "code": String,
        /// For a promotion by rate.
        total_amount = "totalAmount": Amount,
        /// For a promotion by a fixed sum.
        product_quantity = "productQuantity": u32,
    }

    /// The buyer's cards with the merchant (Taiwan).
    MerchantReference {
        /// The cards.
        affiliate_cards = "affiliateCards": Vec<AffiliateCard>,
    }

    /// One card, for example the carrier of electronic invoices.
    AffiliateCard {
        /// For example `MOBILE_CARRIER`.
        card_type = "cardType": String,
        /// The carrier's code.
        card_id = "cardId": String,
    }
}
