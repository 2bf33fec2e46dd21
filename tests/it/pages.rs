//! The pages of docs/api, which people read, beside the declarations that the client reads: kinds, needs, versions.

use linepay_edge::Version;
use linepay_edge::operations::{NAMES, find};
use linepay_edge::outcome::Changes;
use linepay_edge::wire::{Answers, Field, Kind, Need, Object, Operation};
use std::collections::BTreeMap;
use std::path::Path;

/// A row: its type, what it says of being there, and its versions (of a request).
type Rows = BTreeMap<String, [String; 3]>;

fn page(operation: &Operation) -> String {
    let file = format!("docs/api/{}.md", operation.name);
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap()
}

/// The rows of a section, by the path of their field.
fn told(section: &str) -> Rows {
    let mut rows = Rows::new();
    for line in section.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.split(" | ").collect();
        let path = cells[0].trim_matches(['|', '`', ' ']).to_owned();
        let versions = cells.get(4).filter(|_| cells.len() == 6).copied().unwrap_or_default();
        rows.insert(path, [cells[1], cells[2].trim(), versions].map(str::to_owned));
    }
    rows
}

fn kind(kind: Kind) -> String {
    match kind {
        Kind::OneOf(words) => words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "),
        Kind::Text(_) | Kind::Shown(_) | Kind::AnyText => "text".to_owned(),
        Kind::Url | Kind::ReturnUrl | Kind::PaymentPage | Kind::LineLink => "URL".to_owned(),
        Kind::Texts(_) => "texts".to_owned(),
        Kind::OrderId => "order id".to_owned(),
        Kind::OrderIds => "order id or several".to_owned(),
        Kind::TransactionId => "transaction id".to_owned(),
        Kind::TransactionIds => "transaction id or several".to_owned(),
        Kind::RegKey => "regKey".to_owned(),
        Kind::Amount(_) => "amount".to_owned(),
        Kind::Currency => "currency".to_owned(),
        Kind::Boolean => "true or false".to_owned(),
        Kind::Count | Kind::CountFromOne => "whole number".to_owned(),
        Kind::Object(_) => "object".to_owned(),
        Kind::List(..) => "list of objects".to_owned(),
    }
}

fn need(need: Need, of_request: bool) -> String {
    match need {
        Need::Required | Need::Assumed | Need::ListUnless(_) => "yes".to_owned(),
        Need::If(other, is) => format!("if `{other}` is `{is}`"),
        Need::Unless(other, is, _) => format!("unless `{other}` is `{is}`"),
        Need::Explicit(_) => "no, but a key with no value is refused".to_owned(),
        _ => if of_request { "no" } else { "" }.to_owned(),
    }
}

fn declared(object: &Object, before: &str, versions: Option<&[Version]>, rows: &mut Rows) {
    for field in object.fields.iter().filter(|field| !matches!(field.need, Need::Refused(_))) {
        let known = |versions: &[Version]| -> Vec<Version> {
            versions.iter().copied().filter(|version| field.is_in(*version)).collect()
        };
        let known = versions.map(known);
        if known.as_deref() == Some(&[]) {
            continue;
        }
        let names: Vec<_> = known.iter().flatten().map(|version| version.as_str()).collect();
        let Field { name, .. } = field;
        let row = [kind(field.kind), need(field.need, versions.is_some()), names.join(", ")];
        rows.insert(format!("{before}{name}"), row);
        match field.kind {
            Kind::Object(inner) => declared(inner, &format!("{before}{name}."), known.as_deref(), rows),
            Kind::List(inner, _) => declared(inner, &format!("{before}{name}[]."), known.as_deref(), rows),
            _ => {}
        }
    }
}

#[test]
fn every_page_says_what_is_declared() {
    for operation in NAMES.iter().filter_map(|name| find(name)) {
        let page = page(operation);
        let changes = match operation.changes {
            Changes::Nothing => "nothing",
            Changes::Reservation => "a reservation",
            Changes::Payment => "a payment",
            Changes::RegKey => "a regKey",
        };
        assert!(page.contains(&format!("- It changes {changes}.\n")), "{operation:?}");
        let seconds = operation.read_timeout / 1000;
        assert_eq!(operation.read_timeout % 1000, 0, "{operation:?}");
        assert!(page.contains(&format!("5 s to connect and {seconds} s for the answer")), "{operation:?}");
        for version in Version::ALL {
            let call = operation.route(version).map_or_else(
                || "LINE Pay has none".to_owned(),
                |route| format!("`{} /{version}{}`", route.method.as_str(), route.path),
            );
            assert!(page.contains(&format!("| {version} | {call} |\n")), "{operation:?} {call}");
        }
        for section in page.split("\n## ") {
            let (heading, body) = section.split_once('\n').unwrap();
            let mut rows = Rows::new();
            if let Some(of) = heading.strip_prefix("Request in ") {
                let versions: Vec<_> = Version::ALL.into_iter().filter(|known| of.contains(known.as_str())).collect();
                let form = operation.request(versions[0]).unwrap();
                for version in &versions {
                    assert!(std::ptr::eq(operation.request(*version).unwrap(), form), "{of}");
                }
                declared(form, "", Some(&versions), &mut rows);
            } else if heading.starts_with("Reply") {
                let (Answers::Info(reply)
                | Answers::Nothing(reply)
                | Answers::Rows { reply, .. }
                | Answers::Status { reply, .. }) = operation.answers;
                declared(reply, "", None, &mut rows);
            } else {
                continue;
            }
            let fields = body.split("| return code |").next().unwrap();
            assert_eq!(told(fields), rows, "{operation:?}: {heading}");
        }
    }
}
