//! What the shipping costs: LINE Pay's server asks the merchant (v3, line-pay-api 6.4).

use crate::amount::Amount;
use crate::clock::Millis;
use crate::code::Code;
use crate::goods::{Address, FeeInquiry, Offer};
use crate::payment::Payment;
use crate::state::State;
use crate::sum::has_decimals;
use crate::wire::{Answer, Asked, Delivery, JSON, Request};
use crate::world::World;
use serde::Serialize;
use serde_json::Value;

/// So many ways to ship are shown.
const MOST: usize = 50;

/// A way to ship, with what the order then comes to.
#[derive(Serialize)]
pub(super) struct Offered<'a> {
    #[serde(flatten)]
    offer: &'a Offer,
    total: Option<Amount>,
}

impl<'a> Offered<'a> {
    pub(super) fn all(inquiry: &'a FeeInquiry, payment: &Payment) -> Vec<Offered<'a>> {
        let fee = payment.shipping.as_ref().map_or(Amount::ZERO, |shipping| shipping.fee_amount);
        let goods = payment.amount.minus(fee);
        let total = |offer: &'a Offer| Offered { offer, total: goods.and_then(|goods| goods.plus(offer.amount)) };
        inquiry.methods.iter().map(total).collect()
    }
}

/// The question.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Question<'a> {
    order_id: &'a str,
    transaction_id: u64,
    required_currency: &'a str,
    shipping_address: &'a Address,
}

/// Asks the merchant, or takes up what it answered. `Ok(None)`: the ways to ship stand in the payment.
pub(super) fn ask(
    world: &mut World,
    id: u64,
    request: &Request,
    address: Option<Address>,
    now: Millis,
) -> Result<Option<Answer>, String> {
    const CLOSED: &str = "the payment request is not open to that any more";
    let payment = world.payment(id).filter(|payment| payment.state(now) == State::Reserved).ok_or(CLOSED)?;
    let none = "shipping: the order leaves no choice";
    let (Some(inquiry), Some(shipping)) = (&payment.fee_inquiry, &payment.shipping) else {
        return Err(none.to_owned());
    };
    let address = address.or_else(|| shipping.address.clone()).unwrap_or_else(Address::of_the_buyer);
    let known = inquiry.once && !inquiry.methods.is_empty();
    let methods = match &request.asked {
        _ if known => None,
        None => {
            let question = Question {
                order_id: &payment.order_id,
                transaction_id: id,
                required_currency: &payment.currency,
                shipping_address: &address,
            };
            let body = serde_json::to_string(&question).map_err(|error| error.to_string())?;
            let delivery = Delivery::Ask { url: inquiry.url.clone(), body };
            return Ok(Some(Answer { delivery, ..Answer::new(200, JSON, String::new()) }));
        }
        Some(asked) => Some(offers(asked, &payment.currency)?),
    };
    let payment = world.change(id).ok_or(CLOSED)?;
    if let Some(shipping) = &mut payment.shipping {
        shipping.address = Some(address);
    }
    if let (Some(inquiry), Some(methods)) = (&mut payment.fee_inquiry, methods) {
        inquiry.methods = methods;
    }
    Ok(None)
}

/// The ways to ship; why there are none.
fn offers(asked: &Asked, currency: &str) -> Result<Vec<Offer>, String> {
    let what = |what: &str| format!("feeInquiryUrl: {what}");
    if asked.status == 0 {
        return Err(what("the shop did not answer"));
    }
    if !(200..300).contains(&asked.status) {
        return Err(what(&format!("the shop answered HTTP {}", asked.status)));
    }
    let reply: Value = serde_json::from_str(&asked.body).map_err(|_| what("the answer is not JSON"))?;
    let text = |name: &str| reply.get(name).and_then(Value::as_str).unwrap_or_default();
    if text("returnCode") != Code::SUCCESS.to_string() {
        let message: String = text("returnMessage").chars().take(200).collect();
        return Err(what(&format!("the shop does not ship there ({} {message})", text("returnCode"))));
    }
    let methods = reply.pointer("/info/shippingMethods").and_then(Value::as_array).map(Vec::as_slice);
    let methods = methods.filter(|methods| (1..=MOST).contains(&methods.len()));
    let methods = methods.ok_or_else(|| what("info.shippingMethods: none, or too many"))?;
    methods.iter().map(|method| offer(method, currency).ok_or_else(|| what("a method that is none"))).collect()
}

/// A sum, and an id too, may be a number or a text.
fn offer(method: &Value, currency: &str) -> Option<Offer> {
    let text = |name: &str| match method.get(name)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let id = text("id").filter(|id| !id.is_empty() && id.chars().count() <= 100)?;
    let amount = Amount::read(&text("amount")?).ok()?;
    let fits = amount >= Amount::ZERO && (amount.is_whole() || has_decimals(currency));
    let name = text("name").unwrap_or_else(|| id.clone());
    fits.then_some(Offer { id, name, amount, by: text("toDeliveryYmd") })
}
