//! The body of v3 and v4: packages of products, redirectUrls, options.

use super::addresses::callbacks;
use super::{options, reg_pay, shipping, to_reserve};
use crate::body::Fields;
use crate::code::Refusal;
use crate::operations::contract;
use crate::operations::packages::{Packages, check_sums, name};
use crate::payment::{ConfirmUrlType, Payment};
use crate::settings::Settings;
use crate::version::Version;

pub(super) fn read(body: &Fields<'_>, settings: &Settings, version: Version) -> Result<Payment, Refusal> {
    let sum = body.required_sum("amount")?;
    let packages = Packages::read(body, version)?;
    let mut payment =
        Payment { currency: body.required_currency()?, order_id: body.required("orderId", 100)?, ..Payment::default() };
    redirect_urls(body, &mut payment)?;
    let mut fee = None;
    if let Some(given) = body.object("options")? {
        options::read(&given, version, &mut payment)?;
        match version {
            // v4 lists neither; what is sent of it is ignored.
            Version::V3 => fee = shipping::read(&given, &mut payment)?,
            Version::V2 | Version::V4 => payment.terms = reg_pay::read(&given)?,
        }
    }

    contract::preapproved(settings, payment.preapproved)?;
    contract::separate_capture(settings, payment.separate_capture)?;
    contract::currency(settings, version, &payment.currency)?;
    payment.amount = to_reserve(body, sum, &payment.currency)?;
    payment.packages = packages.in_currency(&payment.currency)?;
    let fee = fee.map(|fee| fee.in_currency(&payment.currency, 2101)).transpose()?;
    if let (Some(shipping), Some(fee)) = (&mut payment.shipping, fee) {
        shipping.fee_amount = fee;
    }
    check_sums(&payment.packages, fee, payment.amount)?;
    contract::bounds(settings, payment.amount, payment.preapproved)?;
    name(&mut payment);
    Ok(payment)
}

fn redirect_urls(body: &Fields<'_>, payment: &mut Payment) -> Result<(), Refusal> {
    let urls = body.object("redirectUrls")?.ok_or_else(|| body.missing("redirectUrls", "missing"))?;
    urls.text("appPackageName", 4000)?;
    payment.confirm_url_type = match urls.choice("confirmUrlType", &["CLIENT", "SERVER", "NONE"])? {
        Some("SERVER") => ConfirmUrlType::Server,
        Some("NONE") => ConfirmUrlType::None,
        _ => ConfirmUrlType::Client,
    };
    callbacks(&urls, payment)?;
    let needed = payment.confirm_url_type != ConfirmUrlType::None;
    for (name, url) in [("confirmUrl", &payment.confirm_url), ("cancelUrl", &payment.cancel_url)] {
        if needed && url.is_none() {
            return Err(urls.missing(name, "missing"));
        }
    }
    Ok(())
}
