//! Requests made of their declarations, for operations of which a test knows nothing else.

use linepay_edge::Version;
use linepay_edge::wire::{Field, Kind, Need, Object};
use serde_json::{Value, json};

/// A code from the buyer's app.
pub(crate) const ONE_TIME_KEY: &str = "123456789012345678";

/// A value of the field's kind, with everything that its version knows inside.
pub(crate) fn sample(kind: Kind, version: Version) -> Value {
    match kind {
        Kind::Text(_) | Kind::Shown(_) | Kind::AnyText | Kind::OrderId => json!("x"),
        Kind::RegKey => json!("RK0A1B2C3D4E5F6"),
        Kind::OneOf(words) => json!(words[0]),
        Kind::Url | Kind::ReturnUrl => json!("https://shop.example.com/"),
        Kind::Texts(_) => json!(["x"]),
        Kind::OrderIds => json!(["x"]),
        Kind::TransactionId => json!("2026050712345678910"),
        Kind::TransactionIds => json!(["2026050712345678910"]),
        Kind::Amount(_) | Kind::Count | Kind::CountFromOne => json!(1),
        Kind::Currency => json!("TWD"),
        Kind::Boolean => json!(true),
        Kind::Object(object) => whole(object, version),
        Kind::List(object, _) => json!([whole(object, version)]),
        Kind::PaymentPage | Kind::LineLink => panic!("of replies alone"),
    }
}

/// Can a request of this version hold the field?
pub(crate) fn is_given(field: &Field, version: Version) -> bool {
    field.is_in(version) && !matches!(field.need, Need::Refused(_))
}

/// An object with everything that its version knows.
pub(crate) fn whole(object: &Object, version: Version) -> Value {
    let fields = object.fields.iter().filter(|field| is_given(field, version));
    let sample = |field: &Field| if field.secret { json!(ONE_TIME_KEY) } else { sample(field.kind, version) };
    fields.map(|field| (field.name.to_owned(), sample(field))).collect::<serde_json::Map<_, _>>().into()
}
