//! How a shop sets up its pages.

use super::Route;
use super::shop::Shop;
use crate::config::Config;
use crate::error::{Code, Error, Issues};
use crate::flow::{Checkout, Settings, VisitKind};
use crate::input::Input;
use crate::json::Out;
use crate::rule::Rule;
use crate::url::Url;
use crate::web::FetchHost;

/// Where the routes are; each a plain absolute path, and no two the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// POST: makes the reservation.
    pub reserve: String,
    /// GET: where LINE Pay sends the buyer after approval.
    pub confirm: String,
    /// GET: where LINE Pay sends the buyer after cancelling.
    pub cancel: String,
    /// GET: the state of a payment, as a page or as JSON.
    pub status: String,
    /// Where the pages lead back to.
    pub shop: String,
}

impl Paths {
    /// The four routes below a path such as `/pay`; the shop is at `/`.
    #[must_use]
    pub fn below(path: &str) -> Paths {
        let [reserve, confirm, cancel, status] =
            ["reserve", "confirm", "cancel", "status"].map(|name| format!("{path}/{name}"));
        Paths { reserve, confirm, cancel, status, shop: "/".to_owned() }
    }

    pub(super) fn route(&self, path: &str) -> Option<Route> {
        let routes = [
            (&self.reserve, Route::Reserve),
            (&self.confirm, Route::Visit(VisitKind::Confirm)),
            (&self.cancel, Route::Visit(VisitKind::Cancel)),
            (&self.status, Route::Visit(VisitKind::Status)),
        ];
        routes.into_iter().find(|(own, _)| *own == path).map(|(_, route)| route)
    }
}

/// Below `/pay`.
impl Default for Paths {
    fn default() -> Paths {
        Paths::below("/pay")
    }
}

/// What a shop may set. It holds signing keys, so it does not print itself.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PageSettings {
    /// Where the routes are.
    pub paths: Paths,
    /// Public origin of the shop, such as `https://shop.example.com`. Without it, that of each request is used, if it
    /// is https or on loopback. Give it wherever a server takes the request's host from its `Host` header.
    pub origin: Option<String>,
    /// Keys of the signed order in confirmUrl, newest first: the first signs, all verify. Each 32 bytes of text at
    /// least. Without any, a key derived from the channel secret is used.
    pub signing_keys: Vec<String>,
    /// How long a buyer may take to come back and be charged, in seconds from 60 to 604,800: 7,200 unless told
    /// otherwise.
    pub lifetime: Option<u32>,
    /// The name that the pages show.
    pub shop_name: Option<String>,
}

/// All that a checkout's pages are made of.
pub(super) struct Setup<S> {
    pub(super) config: Config,
    pub(super) host: FetchHost,
    pub(super) settings: PageSettings,
    pub(super) shop: S,
}

impl<S: Shop> Setup<S> {
    /// Finds what is wrong before the first buyer does.
    pub(super) fn check(&self) -> Result<(), Error> {
        let Paths { reserve, confirm, cancel, status, shop } = &self.settings.paths;
        let mut issues = Issues::default();
        for (name, path) in [("paths.reserve", reserve), ("paths.shop", shop)] {
            if !path.starts_with('/') || path.starts_with("//") {
                issues.push(name, Rule::Path);
            }
        }
        let routes = [reserve, confirm, cancel, status];
        for (at, route) in routes.into_iter().enumerate() {
            if routes.into_iter().skip(at.saturating_add(1)).any(|other| other == route) {
                issues.push("paths", Rule::Path);
            }
        }
        issues.or(Code::InvalidConfiguration, None, ())?;
        // A request tells the origin of its own.
        let settings = self.flow("https://shop.invalid")?;
        Checkout::new(&self.config, &self.host, &settings).map(drop)
    }

    /// What the flow is told, for a shop at this origin.
    pub(super) fn flow(&self, origin: &str) -> Result<Settings, Error> {
        let PageSettings { paths, origin: own, signing_keys, lifetime, .. } = &self.settings;
        let mut out = Out::marked();
        out.object(|out| {
            out.field("origin", own.as_deref().unwrap_or(origin));
            out.field("confirmPath", &paths.confirm);
            out.field("cancelPath", &paths.cancel);
            out.field("statusPath", &paths.status);
            out.field("signingKeys", signing_keys);
            out.maybe("lifetimeSeconds", lifetime.as_ref());
        });
        Settings::read(Input::of(&out.finish()))
    }

    /// The shop's public origin, for a request to this origin.
    pub(super) fn origin(&self, request: &str) -> Result<String, Error> {
        if let Some(origin) = &self.settings.origin {
            return Ok(origin.trim_end_matches('/').to_owned());
        }
        let mut issues = Issues::default();
        let origin = match Url::read(request) {
            Some(url) if url.is_safe() => url.origin.to_owned(),
            _ => {
                issues.push("origin", Rule::Origin);
                String::new()
            }
        };
        issues.or(Code::InvalidConfiguration, None, origin)
    }
}
