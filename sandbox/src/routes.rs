//! Which operation answers which path: one row each.

use crate::operations::{self, Run};

/// An operation under its path, for the versions that have it.
pub(crate) struct Route {
    pub(crate) versions: &'static [&'static str],
    pub(crate) method: &'static str,
    /// After the version; `{…}` stands for any one segment.
    pub(crate) path: &'static str,
    /// The name in faults and in the log.
    pub(crate) operation: &'static str,
    pub(crate) run: Run,
}

#[rustfmt::skip]
const ROUTES: &[Route] = &[
    Route { versions: &["v2"], method: "POST", path: "payments/request",                 operation: "reserve",      run: operations::reserve::run },
    Route { versions: &["v2"], method: "POST", path: "payments/{transactionId}/confirm", operation: "confirm",      run: operations::confirm::run },
    Route { versions: &["v2"], method: "GET",  path: "payments",                         operation: "paymentCheck", run: operations::payment_check::run },
    Route { versions: &["v2"], method: "POST", path: "payments/{transactionId}/refund",  operation: "refund",       run: operations::refund::run },
];

/// What a method and a path lead to.
pub(crate) enum Found<'a> {
    Route {
        route: &'static Route,
        version: &'a str,
        parameter: &'a str,
    },
    WrongMethod,
    Nothing,
}

/// The names of all operations.
pub(crate) fn operations() -> impl Iterator<Item = &'static str> {
    ROUTES.iter().map(|route| route.operation)
}

/// Looks a path up.
pub(crate) fn find<'a>(method: &str, path: &'a str) -> Found<'a> {
    let Some((version, path)) = path.strip_prefix('/').and_then(|path| path.split_once('/')) else {
        return Found::Nothing;
    };
    let mut found = Found::Nothing;
    for route in ROUTES
        .iter()
        .filter(|route| route.versions.contains(&version))
    {
        match parameter(route.path, path) {
            Some(parameter) if route.method == method => {
                return Found::Route {
                    route,
                    version,
                    parameter,
                };
            }
            Some(_) => found = Found::WrongMethod,
            None => {}
        }
    }
    found
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
