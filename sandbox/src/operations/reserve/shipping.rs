//! `options.shipping` of v3 (older documents and SDKs).

use super::addresses::{page, required_page};
use crate::amount::Amount;
use crate::body::Fields;
use crate::code::Refusal;
use crate::goods::{Address, FeeInquiry, Recipient, Shipping};
use crate::payment::Payment;
use crate::sum::Sum;

/// Puts the shipping into the payment and gives the fee that is part of the amount.
pub(super) fn read(options: &Fields<'_>, payment: &mut Payment) -> Result<Option<Sum>, Refusal> {
    let Some(shipping) = options.object("shipping")? else {
        return Ok(None);
    };
    let fee = shipping.sum_or_text("feeAmount")?;
    let address = shipping.object("address")?.map(|address| read_address(&address)).transpose()?;
    let once = shipping.choice("feeInquiryType", &["CONDITION", "FIXED"])? == Some("FIXED");
    let kinds = ["NO_SHIPPING", "FIXED_ADDRESS", "SHIPPING"];
    let address = match shipping.choice("type", &kinds)? {
        Some("FIXED_ADDRESS") => {
            shipping.names("feeInquiryUrl");
            address.ok_or_else(|| shipping.wrong("address", "missing with FIXED_ADDRESS"))?
        }
        Some("SHIPPING") => {
            let url = required_page(&shipping, "feeInquiryUrl")?;
            payment.fee_inquiry = Some(FeeInquiry { url, once, methods: Vec::new() });
            payment.buyer_chooses_shipping = true;
            address.unwrap_or_else(Address::of_the_buyer)
        }
        _ => {
            page(&shipping, "feeInquiryUrl")?;
            return Ok(fee);
        }
    };
    payment.shipping = Some(Shipping { method_id: None, fee_amount: Amount::ZERO, address: Some(address) });
    Ok(fee)
}

fn read_address(address: &Fields<'_>) -> Result<Address, Refusal> {
    let text = |name| address.text(name, usize::MAX);
    Ok(Address {
        country: text("country")?,
        postal_code: text("postalCode")?,
        state: text("state")?,
        city: text("city")?,
        detail: text("detail")?,
        optional: text("optional")?,
        recipient: match address.object("recipient")? {
            None => None,
            Some(recipient) => Some(read_recipient(&recipient)?),
        },
    })
}

fn read_recipient(recipient: &Fields<'_>) -> Result<Recipient, Refusal> {
    let text = |name| recipient.text(name, usize::MAX);
    Ok(Recipient {
        first_name: text("firstName")?,
        last_name: text("lastName")?,
        first_name_optional: text("firstNameOptional")?,
        last_name_optional: text("lastNameOptional")?,
        email: text("email")?,
        phone_no: text("phoneNo")?,
    })
}
