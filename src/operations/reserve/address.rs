//! A shipping address, v3.

use serde::Serialize;

use crate::input::Fields;
use crate::row::rows;

/// A shipping address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Address {
    /// ISO 3166 code, for example `TW`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// State or county.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// City or district.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// Street and number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// More of the address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub optional: Option<String>,
    /// Who receives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<Recipient>,
}

/// Who receives a delivery.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Recipient {
    /// First name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// First name in another script.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name_optional: Option<String>,
    /// Last name in another script.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name_optional: Option<String>,
    /// E-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_no: Option<String>,
}

rows! {
    Address: |row| Address {
        country: row.lenient("country"),
        postal_code: row.lenient("postalCode"),
        state: row.lenient("state"),
        city: row.lenient("city"),
        detail: row.lenient("detail"),
        optional: row.lenient("optional"),
        recipient: row.lenient("recipient"),
    };
    Recipient: |row| Recipient {
        first_name: row.lenient("firstName"),
        last_name: row.lenient("lastName"),
        first_name_optional: row.lenient("firstNameOptional"),
        last_name_optional: row.lenient("lastNameOptional"),
        email: row.lenient("email"),
        phone_no: row.lenient("phoneNo"),
    };
}

impl Address {
    pub(super) fn read(fields: &mut Fields<'_>) -> Address {
        Address {
            country: fields.text("country"),
            postal_code: fields.text("postalCode"),
            state: fields.text("state"),
            city: fields.text("city"),
            detail: fields.text("detail"),
            optional: fields.text("optional"),
            recipient: fields.object("recipient", |fields| Recipient {
                first_name: fields.text("firstName"),
                last_name: fields.text("lastName"),
                first_name_optional: fields.text("firstNameOptional"),
                last_name_optional: fields.text("lastNameOptional"),
                email: fields.text("email"),
                phone_no: fields.text("phoneNo"),
            }),
        }
    }
}
