//! `options` of v3 and v4, but for shipping and regPayRequest.

use crate::body::Fields;
use crate::code::Refusal;
use crate::goods::Event;
use crate::payment::Payment;
use crate::version::Version;

pub(super) fn read(options: &Fields<'_>, version: Version, payment: &mut Payment) -> Result<(), Refusal> {
    if let Some(given) = options.object("payment")? {
        payment.separate_capture = given.flag("capture")? == Some(false);
        payment.preapproved = given.choice("payType", &["NORMAL", "PREAPPROVED"])? == Some("PREAPPROVED");
    }
    let mut locale = None;
    if let Some(display) = options.object("display")? {
        locale = display.text("locale", 100)?;
        let known = locale.as_deref().is_none_or(|locale| locale == "en" || language(Some(locale)) != "en");
        if !known {
            display.note("locale", "not one of en, ja, ko, th, zh_TW, zh_CN: the page is in English");
        }
        payment.checks_browser = display.flag("checkConfirmUrlBrowser")? == Some(true);
    }
    payment.language = Some(language(locale.as_deref()).to_owned());
    if let Some(extra) = options.object("extra")? {
        payment.branch_name = extra.text("branchName", 200)?;
        // Cut at 32, not refused.
        extra.text("branchId", usize::MAX)?;
        promotion(&extra)?;
    }
    if version == Version::V3
        && let Some(family) = options.object("familyService")?
    {
        for friend in family.objects("addFriends")? {
            friend.choice("type", &["lineAt"])?;
            friend.texts("idList")?;
            friend.texts("ids")?;
        }
    }
    for event in options.objects("events")? {
        payment.events.push(read_event(&event)?);
    }
    Ok(())
}

/// v2's spelling of a locale; the page knows no other.
fn language(locale: Option<&str>) -> &'static str {
    match locale {
        Some("zh_TW") => "zh-Hant",
        Some("zh_CN") => "zh-Hans",
        Some("ja") => "ja",
        Some("ko") => "ko",
        Some("th") => "th",
        _ => "en",
    }
}

/// `promotionRestriction` in `extra`.
pub(crate) fn promotion(extra: &Fields<'_>) -> Result<(), Refusal> {
    if let Some(restriction) = extra.object("promotionRestriction")? {
        restriction.sum("useLimit")?;
        restriction.required_sum("rewardLimit")?;
    }
    Ok(())
}

fn read_event(event: &Fields<'_>) -> Result<Event, Refusal> {
    let code = event.required("code", 30)?;
    let total_amount = event.sum("totalAmount")?;
    let product_quantity = event.count("productQuantity")?;
    let total_amount = match total_amount {
        None => None,
        Some(sum) => Some(sum.amount().ok_or_else(|| event.wrong("totalAmount", "not a sum"))?),
    };
    if total_amount.is_some() == product_quantity.is_some() {
        return Err(event.wrong("totalAmount", "exactly one of it and productQuantity"));
    }
    Ok(Event { code, total_amount, product_quantity })
}
