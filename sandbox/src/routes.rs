//! Which operation answers which path: one row each.

use crate::operations::{self, Run};
use crate::version::Version::{self, V2, V3, V4};

/// An operation under its path, for the versions that have it.
pub(crate) struct Route {
    pub(crate) versions: &'static [Version],
    pub(crate) method: &'static str,
    /// After the version; `{…}` stands for any one segment.
    pub(crate) path: &'static str,
    /// The name in faults and in the log.
    pub(crate) operation: &'static str,
    pub(crate) run: Run,
}

#[rustfmt::skip]
const ROUTES: &[Route] = &[
    Route { versions: &[V2, V3, V4], method: "POST", path: "payments/request",                                operation: "reserve",      run: operations::reserve::run },
    Route { versions: &[V3, V4],     method: "GET",  path: "payments/requests/{transactionId}/check",         operation: "statusCheck",  run: operations::status_check::run },
    Route { versions: &[V2, V3, V4], method: "POST", path: "payments/{transactionId}/confirm",                operation: "confirm",      run: operations::confirm::run },
    Route { versions: &[V2, V3, V4], method: "POST", path: "payments/authorizations/{transactionId}/capture", operation: "capture",      run: operations::capture::run },
    Route { versions: &[V2, V3, V4], method: "POST", path: "payments/authorizations/{transactionId}/void",    operation: "void",         run: operations::void::run },
    Route { versions: &[V2],         method: "GET",  path: "payments/authorizations",                         operation: "authCheck",    run: operations::auth_check::run },
    Route { versions: &[V2, V3, V4], method: "GET",  path: "payments",                                        operation: "paymentCheck", run: operations::payment_check::run },
    Route { versions: &[V2, V3, V4], method: "POST", path: "payments/{transactionId}/refund",                 operation: "refund",       run: operations::refund::run },
    Route { versions: &[V2, V3, V4], method: "GET",  path: "payments/preapprovedPay/{regKey}/check",          operation: "regKeyCheck",  run: operations::reg_key_check::run },
    Route { versions: &[V2, V3, V4], method: "POST", path: "payments/preapprovedPay/{regKey}/payment",        operation: "preApproval",  run: operations::pre_approval::run },
    Route { versions: &[V2, V3, V4], method: "POST", path: "payments/preapprovedPay/{regKey}/expire",         operation: "regKeyExpire", run: operations::reg_key_expire::run },
];

/// What a method and a path lead to.
pub(crate) enum Found<'a> {
    Route {
        route: &'static Route,
        version: Version,
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
    let Some((version, path)) = path
        .strip_prefix('/')
        .and_then(|path| path.split_once('/'))
        .and_then(|(version, path)| Some((Version::read(version)?, path)))
    else {
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
