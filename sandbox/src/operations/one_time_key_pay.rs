//! oneTimeKeys/pay: charges a code that was scanned from the buyer's app, or authorises on it, at once. The codes are
//! the setting `oneTimeKeys` and those that the page of My Codes shows; each is good once.

use super::packages::{Packages, check_sums, name};
use super::pay_info::PayInfo;
use super::reserve::promotion;
use super::{Call, Outcome, Success, contract};
use crate::amount::Amount;
use crate::body::Fields;
use crate::clock;
use crate::code::Refusal;
use crate::id;
use crate::payment::Payment;
use crate::settings::Provider;
use crate::version::Version;
use crate::world::World;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Reply<'a> {
    transaction_id: u64,
    order_id: &'a str,
    transaction_date: String,
    pay_info: Vec<PayInfo>,
    #[serde(skip_serializing_if = "Option::is_none")]
    balance: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authorization_expire_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_provider: Option<Provider>,
}

pub(super) fn run(call: &Call<'_>, world: &mut World) -> Outcome {
    let body = call.body()?;
    let (product_name, packages) = match call.version {
        Version::V2 | Version::V3 => (body.required("productName", 4000)?, None),
        Version::V4 => (String::new(), Some(Packages::read(&body, call.version)?)),
    };
    let sum = body.required_sum("amount")?;
    let key = body.required("oneTimeKey", 19)?;
    let mut payment = Payment {
        version: call.version,
        currency: body.required_currency()?,
        order_id: body.required("orderId", 100)?,
        separate_capture: body.flag("capture")? == Some(false),
        branch_name: branch(&body, call.version)?,
        product_name,
        reserved_at: call.now,
        approve_until: call.now,
        approved_at: Some(call.now),
        ..Payment::default()
    };

    let settings = world.settings().clone();
    contract::separate_capture(&settings, payment.separate_capture)?;
    contract::currency(&settings, call.version, &payment.currency)?;
    payment.amount = sum.to_move(&payment.currency, 1184, settings.plain_sums)?;
    if let Some(packages) = packages {
        payment.packages = packages.in_currency(&payment.currency)?;
        check_sums(&payment.packages, None, payment.amount)?;
        name(&mut payment);
    }
    contract::bounds(&settings, payment.amount, false)?;
    let shown = world.one_time_key(&key);
    payment.method = Some(shown.ok_or_else(|| Refusal::noted(1133, "no such oneTimeKey, or it is used up"))?);
    call.unused(world, &payment.order_id)?;

    payment.one_time_key = Some(key);
    payment.transaction_id = world.draw_transaction_id(&call.config.seed, call.now, id::PAYMENT);
    payment.settle(&settings, call.now);
    let reply = Success::with(&Reply {
        transaction_id: payment.transaction_id,
        order_id: &payment.order_id,
        transaction_date: clock::iso(call.now),
        pay_info: PayInfo::of(&payment, payment.shares(payment.amount)),
        // The buyer always has as much again.
        balance: (call.version == Version::V2).then_some(payment.amount),
        authorization_expire_date: payment.authorized_until.map(clock::iso),
        payment_provider: call.provider(world),
    });
    world.add(payment);
    reply
}

/// The branch's name, in v2's `extras` or v4's `options.extra`; the rest only has to be well formed.
fn branch(body: &Fields<'_>, version: Version) -> Result<Option<String>, Refusal> {
    let extra = match version {
        Version::V2 | Version::V3 => body.object("extras")?,
        Version::V4 => match body.object("options")? {
            Some(options) => {
                // What else it holds is not known.
                options.know_all();
                options.object("extra")?
            }
            None => None,
        },
    };
    let Some(extra) = extra else { return Ok(None) };
    if version == Version::V4 {
        // As in its online API: cut at 32, not refused.
        extra.text("branchId", usize::MAX)?;
    } else {
        extra.text("branchId", 32)?;
        for friend in extra.objects("addFriends")? {
            friend.choice("type", &["LINE_AT"])?;
            friend.texts("idList")?;
        }
    }
    promotion(&extra)?;
    extra.text("branchName", 200)
}
