//! The tables beside what people read: LINE Pay's reference, and the drawing of a payment's life.

use linepay_edge::payment;
use linepay_edge::return_code::{Class, ReturnCode};
use std::collections::BTreeMap;
use std::path::Path;

fn document(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name)).unwrap()
}

/// Where the reference says two things, or the table is more careful than the reference.
const OTHERWISE: [(&str, Class, &str); 8] = [
    ("1150", Class::Fix, "look / fix: nothing is executed; who asks later gets the truth"),
    ("1164", Class::Fix, "look, then fix: nothing is refunded by this call"),
    ("1172", Class::Look, "of a reservation and of a confirm: look"),
    ("1900", Class::Look, "the same data may only be sent again after a look"),
    ("1902", Class::Look, "as 1900"),
    ("1903", Class::Look, "as 1900"),
    ("1999", Class::Look, "as 1900"),
    ("0000", Class::Ok, "what a waiting statusCheck means is that operation's own"),
];

#[test]
fn every_return_code_is_treated_as_the_reference_says() {
    let text = document("line-pay-api.md");
    let (_, section) = text.split_once("### 7.2").unwrap();
    let (section, _) = section.split_once("### 7.3").unwrap();
    let mut told = BTreeMap::new();
    for row in section.lines().filter(|line| line.starts_with('|')) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let class = match cells[4].split([' ', ',', ';', ':']).next().unwrap() {
            "ok" => Class::Ok,
            "retry" => Class::Retry,
            "user" => Class::User,
            "fix" => Class::Fix,
            _ => Class::Look,
        };
        told.extend(
            cells[1].split(", ").filter(|code| ReturnCode::new(code).is_some()).map(|code| (code.to_owned(), class)),
        );
    }
    assert!(told.len() > 60, "{}", told.len());
    let of = |code: &str| ReturnCode::new(code).and_then(|code| code.class());
    for (code, class) in &told {
        let otherwise = OTHERWISE.iter().find(|row| row.0 == code);
        assert_eq!(of(code), Some(otherwise.map_or(*class, |row| row.1)), "{code}");
    }
    let known = (0..10_000).map(|number| format!("{number:04}")).filter(|code| of(code).is_some());
    let untold: Vec<String> = known.filter(|code| !told.contains_key(code)).collect();
    assert_eq!(untold, [""; 0], "codes that the reference does not name");
}

#[test]
fn the_drawing_of_a_payment_s_life_is_the_table() {
    assert!(document("payment-life.md").contains(&payment::mermaid()));
}
