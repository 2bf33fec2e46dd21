//! Every declared field of every request, found in the declarations: values of another kind, too long, unknown.

use crate::support::asked::ask;
use crate::support::sample::{is_given, whole};
use crate::support::shop::input;
use linepay_edge::wire::{Field, Kind, Need, Object};
use linepay_edge::{Version, operations};
use serde_json::{Value, json};

/// A field in a request: where it stands, as an issue tells it and as JSON finds it.
struct Place {
    field: &'static Field,
    path: String,
    pointer: String,
}

fn places(object: &'static Object, version: Version, path: &str, pointer: &str, found: &mut Vec<Place>) {
    for field in object.fields.iter().filter(|field| is_given(field, version)) {
        let (path, pointer) = (format!("{path}{}", field.name), format!("{pointer}/{}", field.name));
        match field.kind {
            Kind::Object(inner) => places(inner, version, &format!("{path}."), &pointer, found),
            Kind::List(inner, _) => places(inner, version, &format!("{path}[0]."), &format!("{pointer}/0"), found),
            _ => {}
        }
        found.push(Place { field, path, pointer });
    }
}

/// The rules that a request breaks at a place, or below it.
fn at(operation: &str, version: Version, request: &Value, path: &str) -> Vec<String> {
    let Err(error) = ask(operation, version, input(request)) else { return Vec::new() };
    let here =
        |found: &str| found.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with(['[', '.']));
    error.issues().iter().filter(|issue| here(&issue.path)).map(|issue| issue.rule.to_owned()).collect()
}

/// Calls `check` with every field of every request, and a request that has it.
fn each(mut check: impl FnMut(&'static str, Version, &Place, &Value)) -> usize {
    let mut count = 0;
    for version in Version::ALL {
        for operation in operations::ALL.iter().filter(|operation| operation.route(version).is_some()) {
            let object = operation.request(version).unwrap();
            let request = whole(object, version);
            let mut found = Vec::new();
            places(object, version, "", "", &mut found);
            for place in &found {
                check(operation.name, version, place, &request);
                count += 1;
            }
        }
    }
    count
}

#[test]
fn a_value_of_another_kind_is_told_where_it_stands() {
    let hostile =
        [json!({}), json!([{}]), json!([[]]), json!(true), json!(-1.5), json!(1e300), json!("\u{0}"), json!("")];
    let count = each(|operation, version, place, request| {
        let name = format!("{operation} {version} {}", place.path);
        let wrong = |rules: &[String]| rules.iter().any(|rule| matches!(rule.as_str(), "type" | "unknown-field"));
        let good = at(operation, version, request, &place.path);
        assert!(!wrong(&good), "{name}: {good:?}");
        let mut told = 0;
        for value in &hostile {
            let mut request = request.clone();
            *request.pointer_mut(&place.pointer).unwrap() = value.clone();
            let rules = at(operation, version, &request, &place.path);
            told += usize::from(!rules.is_empty());
            // Objects and lists of lists are of no kind that a single value has.
            let single = !matches!(place.field.kind, Kind::Object(_) | Kind::List(..));
            let never = single && (value.is_object() || *value == json!([[]]));
            assert!(!rules.is_empty() || !never, "{name} took {value}");
        }
        assert!(told >= 4, "{name}: only {told} of {} are told", hostile.len());
    });
    assert!(count > 150, "{count} fields");
}

#[test]
fn an_unknown_field_is_told_beside_every_other() {
    each(|operation, version, place, request| {
        let (parent, _) = place.pointer.rsplit_once('/').unwrap();
        let mut request = request.clone();
        request.pointer_mut(parent).unwrap()["nonsense"] = json!(1);
        let path = format!("{}nonsense", place.path.strip_suffix(place.field.name).unwrap());
        assert_eq!(at(operation, version, &request, &path), ["unknown-field"], "{operation} {version} {path}");
    });
}

#[test]
fn what_is_required_is_missed_and_what_is_not_is_not() {
    each(|operation, version, place, request| {
        let (parent, name) = place.pointer.rsplit_once('/').unwrap();
        let mut request = request.clone();
        request.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name);
        let rules = at(operation, version, &request, &place.path);
        let missed = match place.field.need {
            // Some say it in a rule of their own: a list of accounts, for example.
            Need::Required => return assert!(!rules.is_empty(), "{operation} {version} {}", place.path),
            Need::If(..) | Need::Unless(..) => return,
            // Of what is inside it something is.
            Need::Assumed => lacks(&place.field.kind),
            _ => false,
        };
        assert_eq!(rules.contains(&"required".to_owned()), missed, "{operation} {version} {}", place.path);
    });
}

/// Does an object that counts as empty lack something?
fn lacks(kind: &Kind) -> bool {
    matches!(kind, Kind::Object(object) if object.fields.iter().any(|field| !matches!(field.need, Need::Optional)))
}

#[test]
fn a_text_is_as_long_as_it_may_be_and_no_longer() {
    let mut count = 0;
    each(|operation, version, place, request| {
        let (Kind::Text(max) | Kind::Shown(max)) = place.field.kind else { return };
        count += 1;
        let rules = |text: String| {
            let mut request = request.clone();
            *request.pointer_mut(&place.pointer).unwrap() = json!(text);
            at(operation, version, &request, &place.path)
        };
        let name = format!("{operation} {version} {}", place.path);
        assert_eq!(rules("x".repeat(max)), [""; 0], "{name}");
        let longer = if version == Version::V2 { "max-bytes" } else { "max-length" };
        assert_eq!(rules("x".repeat(max + 1)), [longer], "{name}");
        // Lines are broken by more than control characters.
        let plain = matches!(place.field.kind, Kind::Text(_));
        for broken in ["\u{2028}", "\u{2029}", "\n", "\t"] {
            let told = rules(broken.to_owned());
            assert_eq!(
                told,
                if plain { vec!["no-control-characters".to_owned()] } else { vec![] },
                "{name} {broken:?}"
            );
        }
        // One of three bytes.
        let wide = rules("茶".repeat(max));
        assert_eq!(wide, if version == Version::V2 { vec![longer.to_owned()] } else { vec![] }, "{name}");
    });
    assert!(count > 20, "{count} texts");
}

/// What the page of an operation says that a field may hold.
fn told_limit(operation: &str, version: Version, path: &str) -> String {
    let file = format!("{}/docs/api/{operation}.md", env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(file).unwrap();
    let of_version = |section: &&str| {
        let heading = section.lines().next().unwrap_or_default();
        heading.starts_with("Request in ") && heading.split('`').next().unwrap().contains(version.as_str())
    };
    let section = page.split("\n## ").find(of_version).unwrap();
    let row = format!("| `{}` |", path.replace("[0]", "[]"));
    let row = section.lines().find(|line| line.starts_with(&row)).unwrap_or_else(|| panic!("{operation} {path}"));
    row.split(" | ").nth(3).unwrap().to_owned()
}

#[test]
fn a_number_and_a_url_are_taken_as_the_page_of_the_operation_says() {
    let mut count = 0;
    each(|operation, version, place, request| {
        let limit = || told_limit(operation, version, &place.path);
        let takes = |value: Value, rule: &str| {
            let mut request = request.clone();
            *request.pointer_mut(&place.pointer).unwrap() = value;
            !at(operation, version, &request, &place.path).iter().any(|broken| broken == rule)
        };
        let (zero, below) = match place.field.kind {
            Kind::Amount(_) => (takes(json!(0), "positive"), takes(json!(-1), "positive")),
            Kind::Count | Kind::CountFromOne => (takes(json!(0), "positive"), false),
            Kind::Url | Kind::ReturnUrl => {
                let (page, link) = (takes(json!("https://shop.example.com/"), "url"), takes(json!("myapp://x"), "url"));
                assert_eq!((page, link), (true, limit().contains("a link into an app")), "{operation} {}", place.path);
                return count += 1;
            }
            _ => return,
        };
        let told = match limit().split(';').next().unwrap() {
            "above 0" | "1 or above" => (false, false),
            "0 or above" => (true, false),
            "" => (true, true),
            other => panic!("{operation} {}: {other}", place.path),
        };
        assert_eq!((zero, below), told, "{operation} {version} {}", place.path);
        count += 1;
    });
    assert!(count > 40, "{count} fields");
}
