//! Where the buyer goes, or whom LINE Pay's server calls, when the buyer has decided.

use crate::clock::Millis;
use crate::payment::{ConfirmUrlType, Payment};
use crate::query::{encode, has};
use crate::settings::Settings;
use crate::state::State;
use crate::version::Version;

impl Payment {
    /// Where the buyer's browser goes now, if anywhere.
    pub(crate) fn redirect_url(&self, now: Millis, settings: &Settings) -> Option<String> {
        if self.confirm_url_type == ConfirmUrlType::None {
            return None;
        }
        let state = self.state(now);
        if state == State::Cancelled {
            return self.cancel_target(settings);
        }
        let approved = state == State::Authenticated || state.is_confirmed();
        if approved && self.confirm_url_type == ConfirmUrlType::Client { self.callback_url(settings) } else { None }
    }

    /// cancelUrl, for a buyer who goes back unpaid.
    pub(crate) fn cancel_target(&self, settings: &Settings) -> Option<String> {
        let url = self.cancel_url.as_deref()?;
        let named = settings.append_to_cancel_url && self.version != Version::V2;
        Some(if named { append(url, &self.ids(settings)) } else { url.to_owned() })
    }

    /// The front page of the shop: what its addresses have in common, where they are of the web.
    pub(crate) fn shop_url(&self) -> Option<&str> {
        let url = [&self.confirm_url, &self.cancel_url].into_iter().flatten().find(|url| url.starts_with("http"))?;
        let start = url.find("://")?.checked_add(3)?;
        let rest = url.get(start..)?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        url.get(..start.checked_add(end)?)
    }

    /// confirmUrl with what LINE Pay appends; what was there stays.
    pub(crate) fn callback_url(&self, settings: &Settings) -> Option<String> {
        let mut parameters = self.ids(settings);
        if let Some(shipping) = self.shipping.as_ref().filter(|_| self.buyer_chooses_shipping) {
            let method = shipping.method_id.clone().unwrap_or_default();
            parameters.push(("shippingFeeAmount", shipping.fee_amount.to_string()));
            parameters.push(("shippingMethodId", method));
        }
        Some(append(self.confirm_url.as_deref()?, &parameters))
    }

    fn ids(&self, settings: &Settings) -> Vec<(&'static str, String)> {
        let transaction = ("transactionId", self.transaction_id.to_string());
        let order = ("orderId", self.order_id.clone());
        match self.version {
            Version::V2 if settings.append_order_id => vec![transaction, order],
            Version::V2 => vec![transaction],
            Version::V3 | Version::V4 => vec![order, transaction],
        }
    }
}

/// The address with these parameters; an `orderId` that is there already is left alone.
fn append(url: &str, parameters: &[(&str, String)]) -> String {
    let (url, fragment) = match url.split_once('#') {
        Some((url, fragment)) => (url, format!("#{fragment}")),
        None => (url, String::new()),
    };
    let query = url.split_once('?').map(|(_, query)| query);
    let joint = match query {
        None => "?",
        Some(query) if query.is_empty() || query.ends_with('&') => "",
        Some(_) => "&",
    };
    let added: Vec<_> = parameters
        .iter()
        .filter(|(name, _)| *name != "orderId" || !query.is_some_and(|query| has(query, name)))
        .map(|(name, value)| format!("{name}={}", encode(value)))
        .collect();
    format!("{url}{joint}{}{fragment}", added.join("&"))
}
