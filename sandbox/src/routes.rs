//! From a method and a path to the operation that answers it.

use crate::operations::{ROUTES, Route};
use crate::version::Version;

/// What a method and a path lead to.
pub(crate) enum Found<'a> {
    Route { route: &'static Route, version: Version, parameter: &'a str },
    WrongMethod(&'static str),
    Nothing,
}

/// The names of all operations, and whether each only asks.
pub(crate) fn operations() -> Vec<(&'static str, bool)> {
    ROUTES.iter().map(|route| (route.operation, route.method == "GET")).collect()
}

/// Looks a path up.
pub(crate) fn find<'a>(method: &str, path: &'a str) -> Found<'a> {
    let Some((version, path)) = path
        .strip_prefix('/')
        .and_then(|path| path.split_once('/'))
        .and_then(|(version, path)| Some((Version::read(version)?, path)))
    else {
        return Found::Nothing;
    };
    let mut found = Found::Nothing;
    for route in ROUTES.iter().filter(|route| route.versions.contains(&version)) {
        match parameter(route.path, path) {
            Some(parameter) if route.method == method => {
                return Found::Route { route, version, parameter };
            }
            Some(_) => found = Found::WrongMethod(route.method),
            None => {}
        }
    }
    found
}

/// A path of LINE Pay's that was perhaps meant: with a doubled or missing part, of another version, or what a version
/// has in its place.
pub(crate) fn near(method: &str, path: &str) -> Option<String> {
    let parts: Vec<&str> = path.split(['/', '&']).filter(|part| !part.is_empty() && !part.contains('=')).collect();
    let (given, mut parts) = match parts.split_first() {
        Some((first, rest)) if Version::read(&first.to_ascii_lowercase()).is_some() => (*first, rest.to_vec()),
        Some((first, rest)) if first.strip_prefix(['v', 'V']).is_some_and(|rest| rest.parse::<u8>().is_ok()) => {
            ("", rest.to_vec())
        }
        _ => ("", parts),
    };
    parts.dedup();
    if parts.first() != Some(&"payments") {
        parts.insert(0, "payments");
    }
    let asks_as_v2 = method == "GET" && parts == ["payments", "authorizations"];
    if let (true, Some(version @ (Version::V3 | Version::V4))) =
        (asks_as_v2, Version::read(&given.to_ascii_lowercase()))
    {
        // There its own way to ask is that for all payments.
        return Some(format!("/{}/payments", version.name()));
    }
    let versions = [given.to_ascii_lowercase().as_str(), "v3", "v4", "v2"]
        .map(|version| format!("/{version}/{}", parts.join("/")));
    let fits = |path: &String| match find(method, path) {
        Found::Route { .. } => true,
        Found::WrongMethod(_) | Found::Nothing => false,
    };
    versions.into_iter().find(fits)
}

/// The segment in the place of `{…}` (empty if there is none), if the path fits.
fn parameter<'a>(pattern: &str, path: &'a str) -> Option<&'a str> {
    let mut given = path.split('/');
    let mut parameter = "";
    for wanted in pattern.split('/') {
        let segment = given.next().filter(|segment| !segment.is_empty())?;
        if wanted.starts_with('{') {
            parameter = segment;
        } else if wanted != segment {
            return None;
        }
    }
    given.next().is_none().then_some(parameter)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use serde_json::Value;
    use std::path::{Path, PathBuf};

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/wire")
    }

    /// `paymentCheck` is in `payment_check/`.
    fn folder(operation: &str) -> String {
        operation.chars().fold(String::new(), |mut name, letter| {
            if letter.is_ascii_uppercase() {
                name.push('_');
            }
            name.push(letter.to_ascii_lowercase());
            name
        })
    }

    fn fixtures(folder: &Path) -> Vec<Value> {
        std::fs::read_dir(folder)
            .unwrap_or_else(|_| panic!("there is no {}", folder.display()))
            .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
            .map(|text| serde_json::from_str(&text).unwrap())
            .collect()
    }

    #[test]
    fn every_row_has_its_fixtures_in_every_version() {
        for row in ROUTES {
            let fixtures = fixtures(&root().join(folder(row.operation)));
            for version in row.versions {
                for success in [true, false] {
                    let found = fixtures.iter().any(|fixture| {
                        let reply = fixture["reply"].as_str().unwrap();
                        fixture["version"] == version.name()
                            && fixture["played"] == true
                            && success == (reply.contains("\"0000\"") || reply.contains("\"01"))
                    });
                    assert!(found, "{} {} {success}", version.name(), row.operation);
                }
            }
        }
    }

    #[test]
    fn every_fixture_leads_to_its_row() {
        for entry in std::fs::read_dir(root()).unwrap() {
            let entry = entry.unwrap().path();
            if !entry.is_dir() {
                continue;
            }
            for fixture in fixtures(&entry) {
                let text = |name: &str| fixture["request"][name].as_str().unwrap().to_owned();
                let (method, path) = (text("method"), text("path"));
                let Found::Route { route, version, .. } = find(&method, &path) else {
                    panic!("{method} {path} is no route");
                };
                assert!(entry.ends_with(folder(route.operation)), "{path}");
                assert_eq!(fixture["version"], version.name());
            }
        }
    }
}
