//! A payment that was there before the first call.

use super::super::problems::{Problems, below};
use crate::amount::Amount;
use crate::clock::Millis;
use crate::id;
use crate::merchant::Config;
use crate::payment::{Method, Payment, Refund};
use crate::state::State;
use crate::sum::{CURRENCIES, Sum};
use crate::version::Version;
use crate::world::World;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct SeedPayment {
    order_id: String,
    amount: Amount,
    /// The contract's if left out.
    currency: Option<String>,
    /// CAPTURED if left out.
    state: Option<State>,
    /// Drawn if left out.
    transaction_id: Option<String>,
    /// How long ago it was reserved, approved, confirmed and captured.
    #[serde(default)]
    ago_seconds: u64,
    version: Option<Version>,
    method: Option<Method>,
    product_name: Option<String>,
    confirm_url: Option<String>,
    cancel_url: Option<String>,
    /// With state PARTLY_REFUNDED.
    refunded: Option<Amount>,
    /// Where it stands in the seed.
    #[serde(skip)]
    path: String,
}

impl SeedPayment {
    pub(super) fn read(value: &Value, path: &str, currency: &str, problems: &mut Problems) -> Option<SeedPayment> {
        let good = json!({ "orderId": "ORD-1", "amount": 1 });
        let Some(payment) = problems.read::<SeedPayment>(value, path, &good) else {
            // Whoever mends the one shall not meet the other afterwards.
            if let Some(payment) = Problems::sound::<SeedPayment>(value, &good) {
                payment.check(path, currency, problems);
            }
            return None;
        };
        payment.check(path, currency, problems);
        let partly = payment.state == Some(State::PartlyRefunded);
        if partly != payment.refunded.is_some() {
            problems.add(below(path, "refunded"), "goes with state PARTLY_REFUNDED, and only with it");
        } else if payment.refunded.is_some_and(|refunded| refunded >= payment.amount) {
            problems.add(below(path, "refunded"), "less than the amount");
        }
        Some(SeedPayment { path: below(path, "transactionId"), ..payment })
    }

    /// Each field by itself.
    fn check(&self, path: &str, currency: &str, problems: &mut Problems) {
        if self.order_id.is_empty() || self.order_id.chars().count() > 100 {
            problems.add(below(path, "orderId"), "1 to 100 characters");
        }
        let currency = self.currency.as_deref().unwrap_or(currency);
        if !CURRENCIES.contains(&currency) {
            problems.add(below(path, "currency"), format!("one of {}", CURRENCIES.join(", ")));
        }
        for (name, sum) in [("amount", Some(self.amount)), ("refunded", self.refunded)] {
            let fits = |sum: Amount| sum > Amount::ZERO && Sum::Kept(sum).in_currency(currency, 2101).is_ok();
            if sum.is_some_and(|sum| !fits(sum)) {
                problems.add(below(path, name), format!("a sum above 0 in {currency}"));
            }
        }
        if self.transaction_id.is_some() && self.id().is_none() {
            problems.add(below(path, "transactionId"), "a text of digits, up to 2^63-1");
        }
    }

    /// Its id where one is given, and the path of it.
    pub(super) fn fixed(&self) -> Option<(&str, u64)> {
        Some((&self.path, self.id()?))
    }

    fn id(&self) -> Option<u64> {
        let text = self.transaction_id.as_deref()?;
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|id| digits && *id <= i64::MAX.unsigned_abs())
    }

    pub(super) fn plant(self, config: &Config, world: &mut World, now: Millis) -> u64 {
        let at = now.saturating_sub(self.ago_seconds.saturating_mul(1000));
        let seed = &config.seed;
        let settings = world.settings().clone();
        let drawn = world.draw_reservation(seed, at);
        let state = self.state.unwrap_or(State::Captured);
        let after = |seconds: u64| at.saturating_add(seconds.saturating_mul(1000));
        let approved = !matches!(state, State::Reserved | State::Cancelled | State::Failed);
        let mut payment = Payment {
            transaction_id: self.id().unwrap_or(drawn.transaction_id),
            reserve_id: Some(drawn.reserve_id),
            access_token: Some(drawn.access_token),
            version: self.version.unwrap_or(Version::V3),
            state,
            product_name: self.product_name.unwrap_or_else(|| self.order_id.clone()),
            order_id: self.order_id,
            amount: self.amount,
            currency: self.currency.unwrap_or_else(|| settings.currency.clone()),
            confirm_url: self.confirm_url,
            cancel_url: self.cancel_url,
            separate_capture: matches!(state, State::Authorized | State::Voided),
            reserved_at: at,
            approve_until: after(settings.approval_window_seconds),
            approved_at: approved.then_some(at),
            ended_at: matches!(state, State::Cancelled | State::Failed).then_some(at),
            confirm_until: approved.then_some(after(settings.confirm_window_seconds)),
            method: approved.then_some(self.method.unwrap_or(Method::CreditCard)),
            ..Payment::default()
        };
        if approved && state != State::Authenticated {
            payment.settle(&settings, at);
        }
        if state == State::Voided {
            payment.void(at);
        }
        let given_back = if state == State::Refunded { Some(self.amount) } else { self.refunded };
        if let Some(amount) = given_back {
            let transaction_id = world.draw_transaction_id(seed, at, id::REFUND);
            payment.refunds.push(Refund { transaction_id, amount, at });
            payment.state = state;
        }
        let id = payment.transaction_id;
        world.add(payment);
        id
    }
}
