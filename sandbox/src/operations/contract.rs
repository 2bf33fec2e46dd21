//! What the merchant's contract allows: checks that every charge passes.

use crate::amount::Amount;
use crate::code::Refusal;
use crate::settings::Settings;
use crate::version::Version;

/// `capture: false`.
pub(super) fn separate_capture(settings: &Settings, wanted: bool) -> Result<(), Refusal> {
    if wanted && !settings.allow_separate_capture {
        return Err(Refusal::noted(2103, "the merchant has no contract for separate capture")
            .saying("Parameter is not allowed [capture:false]"));
    }
    Ok(())
}

/// `payType: PREAPPROVED`.
pub(super) fn preapproved(settings: &Settings, wanted: bool) -> Result<(), Refusal> {
    if wanted && !settings.allow_preapproved {
        return Err(Refusal::noted(1194, "the merchant has no contract for automatic payment"));
    }
    Ok(())
}

/// The contract's currency. v4 knows no yen.
pub(super) fn currency(settings: &Settings, version: Version, currency: &str) -> Result<(), Refusal> {
    if currency != settings.currency || (version == Version::V4 && currency == "JPY") {
        return Err(Refusal::noted(1178, format!("the merchant's contract is in {}", settings.currency)));
    }
    Ok(())
}

/// Above zero, and within the merchant's limits; nothing at all for a mere registration.
pub(super) fn bounds(settings: &Settings, amount: Amount, preapproved: bool) -> Result<(), Refusal> {
    if amount == Amount::ZERO && preapproved && settings.free_registration {
        return Ok(());
    }
    let below = settings.minimum_amount.is_some_and(|minimum| amount < minimum);
    let above = settings.maximum_amount.is_some_and(|maximum| amount > maximum);
    if amount <= Amount::ZERO {
        Err(Refusal::noted(1183, "amount: not above 0; 0 is for PREAPPROVED with the setting freeRegistration"))
    } else if below {
        Err(Refusal::noted(1183, "amount: below the setting minimumAmount"))
    } else if above {
        Err(Refusal::noted(1184, "amount: above the setting maximumAmount"))
    } else {
        Ok(())
    }
}
