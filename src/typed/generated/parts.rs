//! What several operations have.
//!
//! Generated from the declarations in src/operations by `cargo xtask build`. Do not edit.

use crate::id::{OrderId, TransactionId};
use crate::money::Amount;
use crate::typed::{replies, requests};

/// A list of official accounts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddFriends {
    /// `LINE_AT`.
    pub kind: String,
    /// The accounts' ids, each beginning with `@`.
    pub id_list: Vec<String>,
}

requests! {
    AddFriends {
        = "type": kind,
        = "idList": id_list,
    }
}

/// One product.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Product {
    /// The merchant's product number. At most 50 characters.
    pub id: Option<String>,
    /// Its name. At most 4000 characters.
    pub name: String,
    /// A picture, https. At most 500 characters.
    pub image_url: Option<String>,
    /// A whole number above 0.
    pub quantity: u32,
    /// For one piece. Below 0 for a discount; the package's amount must not be.
    pub price: Amount,
    /// For one piece before a discount.
    pub original_price: Option<Amount>,
}

requests! {
    Product {
        ? "id": id,
        = "name": name,
        ? "imageUrl": image_url,
        = "quantity": quantity,
        = "price": price,
        ? "originalPrice": original_price,
    }
}

/// A group of products.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Package {
    /// Unique in the list. At most 50 characters.
    pub id: String,
    /// The sum of quantity × price of its products.
    pub amount: Amount,
    /// A fee on top of `amount`. Only in v3.
    pub user_fee: Option<Amount>,
    /// The group's shop name. At most 100 characters.
    pub name: Option<String>,
    /// One at least.
    pub products: Vec<Product>,
}

requests! {
    Package {
        = "id": id,
        = "amount": amount,
        ? "userFee": user_fee,
        ? "name": name,
        = "products": products,
    }
}

/// Who receives a delivery.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recipient {
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// First name in another script.
    pub first_name_optional: Option<String>,
    /// Last name in another script.
    pub last_name_optional: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number.
    pub phone_no: Option<String>,
}

replies! {
    Recipient {
        ? "firstName": first_name,
        ? "lastName": last_name,
        ? "firstNameOptional": first_name_optional,
        ? "lastNameOptional": last_name_optional,
        ? "email": email,
        ? "phoneNo": phone_no,
    }
}

/// A shipping address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// ISO 3166 code, for example `TW`.
    pub country: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// State or county.
    pub state: Option<String>,
    /// City or district.
    pub city: Option<String>,
    /// Street and number.
    pub detail: Option<String>,
    /// More of the address.
    pub optional: Option<String>,
    /// Who receives it.
    pub recipient: Option<Recipient>,
}

replies! {
    Address {
        ? "country": country,
        ? "postalCode": postal_code,
        ? "state": state,
        ? "city": city,
        ? "detail": detail,
        ? "optional": optional,
        ? "recipient": recipient,
    }
}

/// What points may not pay and earn (Taiwan).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PromotionRestriction {
    /// The amount that points and discounts may not pay.
    pub use_limit: Option<Amount>,
    /// The amount for which no points are given.
    pub reward_limit: Amount,
}

requests! {
    PromotionRestriction {
        ? "useLimit": use_limit,
        = "rewardLimit": reward_limit,
    }
}

/// Branch and promotions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExtraOptions {
    /// Shop or branch shown to the buyer; the first 100 characters are shown. At most 200 characters.
    pub branch_name: Option<String>,
    /// The branch's number. At most 32 characters.
    pub branch_id: Option<String>,
    /// Taiwan: what points may not pay and earn.
    pub promotion_restriction: Option<PromotionRestriction>,
}

requests! {
    ExtraOptions {
        ? "branchName": branch_name,
        ? "branchId": branch_id,
        ? "promotionRestriction": promotion_restriction,
    }
}

/// One part of how a payment was paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayInfo {
    /// `CREDIT_CARD`, `BALANCE`, `POINT` or `DISCOUNT`; others may come.
    pub method: Option<String>,
    /// The part paid this way, in units of the currency.
    pub amount: Amount,
    /// The buyer's name for the card; automatic payments only, may be empty.
    pub credit_card_nickname: Option<String>,
    /// `VISA`, `MASTER`, `AMEX`, `DINERS` or `JCB`; automatic payments only.
    pub credit_card_brand: Option<String>,
    /// The last four digits behind asterisks; Taiwan, confirm only, on request to LINE Pay.
    pub masked_credit_card_number: Option<String>,
}

replies! {
    PayInfo {
        ? "method": method,
        = "amount": amount,
        ? "creditCardNickname": credit_card_nickname,
        ? "creditCardBrand": credit_card_brand,
        ? "maskedCreditCardNumber": masked_credit_card_number,
    }
}

/// A product that was ordered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProductRow {
    /// The merchant's product number.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// A picture.
    pub image_url: Option<String>,
    /// How many.
    pub quantity: Option<u32>,
    /// For one piece.
    pub price: Option<Amount>,
    /// For one piece before a discount.
    pub original_price: Option<Amount>,
}

replies! {
    ProductRow {
        ? "id": id,
        ? "name": name,
        ? "imageUrl": image_url,
        ? "quantity": quantity,
        ? "price": price,
        ? "originalPrice": original_price,
    }
}

/// A package that was ordered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackageRow {
    /// The merchant's id of it.
    pub id: Option<String>,
    /// The sum of its products.
    pub amount: Option<Amount>,
    /// v3: the fee on top.
    pub user_fee_amount: Option<Amount>,
    /// The group's shop name.
    pub name: Option<String>,
    /// Its products.
    pub products: Option<Vec<ProductRow>>,
}

replies! {
    PackageRow {
        ? "id": id,
        ? "amount": amount,
        ? "userFeeAmount": user_fee_amount,
        ? "name": name,
        ? "products": products,
    }
}

/// The shipping that the buyer chose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shipping {
    /// The method's id.
    pub method_id: Option<String>,
    /// Its fee.
    pub fee_amount: Option<Amount>,
    /// Where to.
    pub address: Option<Address>,
}

replies! {
    Shipping {
        ? "methodId": method_id,
        ? "feeAmount": fee_amount,
        ? "address": address,
    }
}

/// One card, for example the carrier of electronic invoices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AffiliateCard {
    /// For example `MOBILE_CARRIER`.
    pub card_type: Option<String>,
    /// The carrier's code.
    pub card_id: Option<String>,
}

replies! {
    AffiliateCard {
        ? "cardType": card_type,
        ? "cardId": card_id,
    }
}

/// The buyer's cards with the merchant (Taiwan).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MerchantReference {
    /// The cards.
    pub affiliate_cards: Option<Vec<AffiliateCard>>,
}

replies! {
    MerchantReference {
        ? "affiliateCards": affiliate_cards,
    }
}

/// One refund of a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundRow {
    /// The refund's own transaction.
    pub refund_transaction_id: TransactionId,
    /// `PAYMENT_REFUND` or `PARTIAL_REFUND`.
    pub transaction_type: Option<String>,
    /// What was given back. Its sign differs between servers: count its absolute value.
    pub refund_amount: Amount,
    /// When, ISO 8601 in UTC.
    pub refund_transaction_date: Option<String>,
}

replies! {
    RefundRow {
        = "refundTransactionId": refund_transaction_id,
        ? "transactionType": transaction_type,
        = "refundAmount": refund_amount,
        ? "refundTransactionDate": refund_transaction_date,
    }
}

/// A promotion that counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventRow {
    /// Its code.
    pub code: Option<String>,
    /// For a promotion by rate.
    pub total_amount: Option<Amount>,
    /// For a promotion by a fixed sum.
    pub product_quantity: Option<u32>,
}

replies! {
    EventRow {
        ? "code": code,
        ? "totalAmount": total_amount,
        ? "productQuantity": product_quantity,
    }
}

/// One payment or refund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentRow {
    /// Its transaction.
    pub transaction_id: TransactionId,
    /// When, ISO 8601 in UTC.
    pub transaction_date: Option<String>,
    /// `PAYMENT`, `PAYMENT_REFUND` or `PARTIAL_REFUND`; others may come. Absent with `fields: "ORDER"`.
    pub transaction_type: Option<String>,
    /// The product's name.
    pub product_name: Option<String>,
    /// The merchant's name.
    pub merchant_name: Option<String>,
    /// ISO 4217.
    pub currency: String,
    /// The merchant's order.
    pub order_id: OrderId,
    /// How it was paid; the parts add up to the amount. Absent when LINE Pay does not say.
    pub pay_info: Vec<PayInfo>,
    /// When an authorisation lapses; some answers repeat the payment's date here.
    pub authorization_expire_date: Option<String>,
    /// The refunds of this payment; absent when there are none.
    pub refund_list: Vec<RefundRow>,
    /// `CAPTURE` (v3, v4), `AUTHORIZATION`, `VOIDED_AUTHORIZATION` or `EXPIRED_AUTHORIZATION`.
    pub pay_status: Option<String>,
    /// v4: `TSP` or `EPI`; absent means `TSP`.
    pub payment_provider: Option<String>,
    /// v3 and v4: the packages that were ordered.
    pub packages: Option<Vec<PackageRow>>,
    /// v3: the shipping that was chosen.
    pub shipping: Option<Shipping>,
    /// Taiwan, v3 and v4: the promotions that counted.
    pub events: Option<Vec<EventRow>>,
    /// Taiwan: the buyer's cards with the merchant.
    pub merchant_reference: Option<MerchantReference>,
    /// For a refund's row: the payment that was refunded.
    pub original_transaction_id: Option<TransactionId>,
}

replies! {
    PaymentRow {
        = "transactionId": transaction_id,
        ? "transactionDate": transaction_date,
        ? "transactionType": transaction_type,
        ? "productName": product_name,
        ? "merchantName": merchant_name,
        = "currency": currency,
        = "orderId": order_id,
        * "payInfo": pay_info,
        ? "authorizationExpireDate": authorization_expire_date,
        * "refundList": refund_list,
        ? "payStatus": pay_status,
        ? "paymentProvider": payment_provider,
        ? "packages": packages,
        ? "shipping": shipping,
        ? "events": events,
        ? "merchantReference": merchant_reference,
        ? "originalTransactionId": original_transaction_id,
    }
}
