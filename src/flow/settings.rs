//! How a shop sets up its checkout.

use crate::config::origin_of;
use crate::error::{Code, Error, Issues};
use crate::input::{Fields, Input};
use crate::rule::Rule;

const TWO_HOURS: u32 = 7_200;

/// What the shop sets once. It holds signing keys, so it does not print itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Settings {
    /// The shop's public origin, for example `https://shop.example.com`.
    pub origin: String,
    /// The path of the page that confirms.
    pub confirm_path: String,
    /// The path of the page after a cancellation.
    pub cancel_path: String,
    /// The path of the page that only asks.
    pub status_path: String,
    /// Keys for the signed order, newest first, 32 bytes or more each; none: one is derived from the secret.
    pub signing_keys: Vec<String>,
    /// For how many seconds a signed order may be confirmed.
    pub lifetime: u32,
    /// With a ledger: where LINE Pay calls an orderId taken and lists no payment of the order, it is reserved under the
    /// same with a suffix.
    pub suffix_order_ids: bool,
}

impl Settings {
    /// Reads the settings that a JavaScript caller gave.
    ///
    /// # Errors
    /// [`Code::InvalidConfiguration`] with every broken rule.
    pub fn read(input: Input<'_>) -> Result<Settings, Error> {
        let mut issues = Issues::default();
        let mut fields = Fields::of(input, "", &mut issues);
        let origin = fields.required_text("origin");
        let mut path = |name| {
            let path = fields.required_text(name);
            let plain = path.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'?' | b'#' | b'\\'));
            if !plain || !path.starts_with('/') || path.starts_with("//") {
                fields.issue(name, Rule::Path);
            }
            path
        };
        let [confirm_path, cancel_path, status_path] = [path("confirmPath"), path("cancelPath"), path("statusPath")];
        let signing_keys = fields.texts("signingKeys");
        let lifetime = match fields.present("lifetimeSeconds") {
            None | Some(Input::Nothing) => TWO_HOURS,
            Some(input) => input.whole(60..=604_800).unwrap_or_else(|| {
                fields.issue("lifetimeSeconds", Rule::Seconds);
                TWO_HOURS
            }),
        };
        let suffix_order_ids = fields.boolean("suffixOrderIds").unwrap_or(false);
        fields.finish();
        let origin = origin_of("origin", &origin, &mut issues).unwrap_or_default();
        let settings =
            Settings { origin, confirm_path, cancel_path, status_path, signing_keys, lifetime, suffix_order_ids };
        issues.or(Code::InvalidConfiguration, None, settings)
    }
}
