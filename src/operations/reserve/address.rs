//! A shipping address, v3.

use crate::wire::{Field, Kind, Object, field};

/// A shipping address.
pub(in crate::operations) static ADDRESS: Object = Object::new(
    "Address",
    &[
        text("country").doc("ISO 3166 code, for example `TW`."),
        text("postalCode").doc("Postal code."),
        text("state").doc("State or county."),
        text("city").doc("City or district."),
        text("detail").doc("Street and number."),
        text("optional").doc("More of the address."),
        field("recipient", Kind::Object(&RECIPIENT)).lenient().doc("Who receives it."),
    ],
)
.doc("A shipping address.");

static RECIPIENT: Object = Object::new(
    "Recipient",
    &[
        text("firstName").doc("First name."),
        text("lastName").doc("Last name."),
        text("firstNameOptional").doc("First name in another script."),
        text("lastNameOptional").doc("Last name in another script."),
        text("email").doc("E-mail address."),
        text("phoneNo").doc("Telephone number."),
    ],
)
.doc("Who receives a delivery.");

/// No rule is documented for any of them, in either direction.
const fn text(name: &'static str) -> Field {
    field(name, Kind::AnyText).lenient()
}
