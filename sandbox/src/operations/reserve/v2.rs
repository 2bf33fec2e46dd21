//! v2's body: one product, sums and booleans that may be texts.

use super::addresses::{callbacks, image};
use super::to_reserve;
use crate::body::Fields;
use crate::code::Refusal;
use crate::operations::contract;
use crate::payment::{ConfirmUrlType, Payment};
use crate::version::Version;
use crate::world::World;

const LANGUAGES: [&str; 6] = ["ja", "ko", "en", "zh-Hans", "zh-Hant", "th"];

pub(super) fn read(body: &Fields<'_>, world: &World) -> Result<Payment, Refusal> {
    let settings = world.settings();
    let product_name = body.required("productName", 4000)?;
    let product_image_url = image(body, "productImageUrl", settings.http_images)?;
    let sum = body.required_sum("amount")?;
    let mut payment = Payment {
        product_name,
        product_image_url,
        currency: body.required_currency()?,
        confirm_url_type: match body.choice("confirmUrlType", &["CLIENT", "SERVER"])? {
            Some("SERVER") => ConfirmUrlType::Server,
            _ => ConfirmUrlType::Client,
        },
        order_id: body.required("orderId", 100)?,
        language: body.text("langCd", 100)?.map(|language| {
            let known = LANGUAGES.contains(&language.as_str());
            if !known {
                body.note("langCd", &format!("not one of {}: the page is in English", LANGUAGES.join(", ")));
            }
            if known { language } else { "en".to_owned() }
        }),
        branch_name: match body.object("extras")? {
            Some(extras) => {
                friends(&extras)?;
                extras.text("branchName", 200)?
            }
            None => None,
        },
        one_time_key: body.text("oneTimeKey", 19)?,
        preapproved: body.choice("payType", &["NORMAL", "PREAPPROVED"])? == Some("PREAPPROVED"),
        separate_capture: body.flag("capture")? == Some(false),
        checks_browser: body.flag("checkConfirmUrlBrowser")? == Some(true),
        ..Payment::default()
    };
    callbacks(body, &mut payment)?;
    if payment.confirm_url.is_none() {
        return Err(body.missing("confirmUrl", "missing"));
    }
    // Known fields that only have to be well formed here.
    body.text("mid", 50)?;
    body.text("packageName", 4000)?;
    body.text("deliveryPlacePhone", 100)?;

    if let Some(key) = &payment.one_time_key
        && world.one_time_key(key).is_none()
    {
        return Err(Refusal::noted(1133, "no such oneTimeKey, or it is used up"));
    }
    contract::preapproved(settings, payment.preapproved)?;
    contract::separate_capture(settings, payment.separate_capture)?;
    contract::currency(settings, Version::V2, &payment.currency)?;
    payment.amount = to_reserve(body, sum, &payment.currency)?;
    contract::bounds(settings, payment.amount, payment.preapproved)?;
    Ok(payment)
}

/// `extras.addFriends`.
fn friends(extras: &Fields<'_>) -> Result<(), Refusal> {
    for friend in extras.objects("addFriends")? {
        friend.choice("type", &["LINE_AT"])?;
        friend.texts("idList")?;
    }
    Ok(())
}
