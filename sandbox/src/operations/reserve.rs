//! reserve: makes a reservation and gives the addresses of its payment page.

use super::{Call, Info, info};
use crate::amount::Amount;
use crate::body::{Fields, Sum};
use crate::code::Refusal;
use crate::id;
use crate::payment::Payment;
use crate::settings::Settings;
use crate::state::State;
use crate::world::World;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Reply {
    payment_url: PaymentUrl,
    transaction_id: u64,
    payment_access_token: String,
}

#[derive(Serialize)]
struct PaymentUrl {
    web: String,
    app: String,
}

/// What the body says, as far as the sandbox acts on it.
struct Order {
    order_id: String,
    sum: Sum,
    currency: String,
    product_name: String,
    product_image_url: Option<String>,
    confirm_url: String,
    confirm_by_server: bool,
    cancel_url: Option<String>,
    language: Option<String>,
    branch_name: Option<String>,
}

const LANGUAGES: [&str; 6] = ["ja", "ko", "en", "zh-Hans", "zh-Hant", "th"];

pub(crate) fn run(call: &Call<'_>, world: &mut World) -> Result<Option<Info>, Refusal> {
    let order = read(&Fields::read(&call.request.body)?)?;
    let amount = price(&order, world.settings())?;
    let blocked = world
        .by_order_id(&order.order_id)
        .any(|payment| world.settings().strict_order_id || payment.state(call.now).is_paid());
    if blocked {
        return Err(Refusal::noted(1172, "the orderId was used before"));
    }
    let seed = &call.config.seed;
    let count = world.draw();
    let payment = Payment {
        transaction_id: world.draw_transaction_id(seed, call.now, id::PAYMENT),
        reserve_id: id::reserve(seed, count),
        access_token: id::access_token(seed, count),
        version: call.version.to_owned(),
        state: State::Reserved,
        order_id: order.order_id,
        amount,
        currency: order.currency,
        product_name: order.product_name,
        product_image_url: order.product_image_url,
        confirm_url: order.confirm_url,
        confirm_by_server: order.confirm_by_server,
        cancel_url: order.cancel_url,
        language: order.language,
        branch_name: order.branch_name,
        reserved_at: call.now,
        approve_until: call.now.saturating_add(
            world
                .settings()
                .approval_window_seconds
                .saturating_mul(1000),
        ),
        approved_at: None,
        confirm_until: None,
        captured_at: None,
        method: None,
        refunds: Vec::new(),
    };
    let origin = call
        .config
        .public_origin
        .as_deref()
        .unwrap_or(&call.request.origin);
    let reply = Reply {
        payment_url: PaymentUrl {
            web: format!(
                "{origin}/web/payment/wait?transactionReserveId={}",
                payment.reserve_id
            ),
            app: format!("line://pay/payment/{}", payment.reserve_id),
        },
        transaction_id: payment.transaction_id,
        payment_access_token: payment.access_token.clone(),
    };
    let reply = info(&reply)?;
    world.add(payment);
    Ok(reply)
}

fn read(body: &Fields<'_>) -> Result<Order, Refusal> {
    let order = Order {
        product_name: body.required("productName", 4000)?,
        product_image_url: image(body.text("productImageUrl", 500)?)?,
        sum: body.required_sum("amount")?,
        currency: body.required("currency", 3)?,
        confirm_url: url("confirmUrl", body.required("confirmUrl", 500)?)?,
        confirm_by_server: body.choice("confirmUrlType", &["CLIENT", "SERVER"])? == Some("SERVER"),
        cancel_url: body
            .text("cancelUrl", 500)?
            .filter(|text| !text.is_empty())
            .map(|text| url("cancelUrl", text))
            .transpose()?,
        order_id: body.required("orderId", 100)?,
        language: body.text("langCd", 100)?.map(|language| {
            let known = LANGUAGES.contains(&language.as_str());
            if known { language } else { "en".to_owned() }
        }),
        branch_name: match body.object("extras")? {
            Some(extras) => {
                friends(&extras)?;
                extras.text("branchName", 200)?
            }
            None => None,
        },
    };
    // Known fields that only have to be well formed here.
    body.text("mid", 50)?;
    body.text("packageName", 4000)?;
    body.text("deliveryPlacePhone", 100)?;
    body.flag("checkConfirmUrlBrowser")?;
    if body.text("oneTimeKey", 12)?.is_some() {
        return Err(Refusal::noted(
            1133,
            "the sandbox issues no My Code, so no oneTimeKey is valid",
        ));
    }
    if body.choice("payType", &["NORMAL", "PREAPPROVED"])? == Some("PREAPPROVED") {
        return Err(Refusal::noted(
            1194,
            "the sandbox's merchant has no contract for automatic payment",
        ));
    }
    if body.flag("capture")? == Some(false) {
        return Err(Refusal::noted(
            2103,
            "the sandbox's merchant has no contract for separate capture",
        )
        .saying("Parameter is not allowed [capture:false]"));
    }
    Ok(order)
}

fn price(order: &Order, settings: &Settings) -> Result<Amount, Refusal> {
    if order.currency != settings.currency {
        return Err(Refusal::noted(
            1178,
            format!("the merchant's contract is in {}", settings.currency),
        ));
    }
    let amount = order.sum.in_currency(&order.currency, 1184)?;
    if amount <= Amount::ZERO
        || settings
            .minimum_amount
            .is_some_and(|minimum| amount < minimum)
    {
        return Err(Refusal::new(1183));
    }
    if settings
        .maximum_amount
        .is_some_and(|maximum| amount > maximum)
    {
        return Err(Refusal::new(1184));
    }
    Ok(amount)
}

/// `extras.addFriends`.
fn friends(extras: &Fields<'_>) -> Result<(), Refusal> {
    for friend in extras.objects("addFriends")? {
        friend.choice("type", &["LINE_AT"])?;
        friend.texts("idList")?;
    }
    Ok(())
}

/// An address that a browser may be sent to.
fn url(name: &str, text: String) -> Result<String, Refusal> {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let clean = text
        .bytes()
        .all(|byte| byte > b' ' && byte != 0x7f && byte != b'\\');
    match rest {
        Some(rest) if clean && !rest.is_empty() && !rest.starts_with('/') => Ok(text),
        _ => Err(Refusal::noted(
            2101,
            format!("{name}: not an http or https address"),
        )),
    }
}

/// A picture's address: https, as the sandbox demands; http on the same machine passes.
fn image(text: Option<String>) -> Result<Option<String>, Refusal> {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let text = url("productImageUrl", text)?;
    let local = ["http://127.0.0.1", "http://localhost", "http://[::1]"]
        .iter()
        .any(|start| {
            text.strip_prefix(start)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
        });
    if text.starts_with("https://") || local {
        Ok(Some(text))
    } else {
        Err(Refusal::noted(2101, "productImageUrl: not https"))
    }
}
