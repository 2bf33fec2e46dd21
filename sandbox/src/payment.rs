//! The record of one payment, from reserve on.

use crate::amount::Amount;
use crate::clock::Millis;
use crate::code::Code;
use crate::goods::{Event, FeeInquiry, Package, Shipping, Terms};
pub(crate) use crate::method::Method;
use crate::method::{Share, part};
use crate::script::Plan;
use crate::settings::Settings;
use crate::state::State;
use crate::version::Version;
use serde::{Deserialize, Serialize};

/// Everything that is known about one payment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Payment {
    pub(crate) transaction_id: u64,
    /// Of its page; a charge by regKey has none.
    pub(crate) reserve_id: Option<String>,
    pub(crate) access_token: Option<String>,
    /// In which it was asked for.
    pub(crate) version: Version,
    pub(crate) state: State,
    pub(crate) order_id: String,
    /// What the buyer is asked for, and what is authorised.
    pub(crate) amount: Amount,
    pub(crate) currency: String,
    pub(crate) product_name: String,
    pub(crate) product_image_url: Option<String>,
    pub(crate) confirm_url: Option<String>,
    #[serde(default)]
    pub(crate) confirm_url_type: ConfirmUrlType,
    pub(crate) cancel_url: Option<String>,
    /// In v2's spelling.
    pub(crate) language: Option<String>,
    pub(crate) branch_name: Option<String>,
    #[serde(default)]
    pub(crate) separate_capture: bool,
    #[serde(default)]
    pub(crate) preapproved: bool,
    #[serde(default)]
    pub(crate) one_time_key: Option<String>,
    #[serde(default)]
    pub(crate) terms: Option<Terms>,
    #[serde(default)]
    pub(crate) packages: Vec<Package>,
    #[serde(default)]
    pub(crate) events: Vec<Event>,
    #[serde(default)]
    pub(crate) shipping: Option<Shipping>,
    #[serde(default)]
    pub(crate) buyer_chooses_shipping: bool,
    /// Whom LINE Pay asks what the shipping costs, where the buyer chooses it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) fee_inquiry: Option<FeeInquiry>,
    /// `checkConfirmUrlBrowser`: confirmUrl is for the browser that began alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) checks_browser: bool,
    /// That browser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) browser: Option<String>,
    /// What confirm answers in the place of success, for it lies with the payer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) refusal: Option<Code>,
    pub(crate) reserved_at: Millis,
    pub(crate) approve_until: Millis,
    pub(crate) approved_at: Option<Millis>,
    /// When it came to nothing: the buyer cancelled, or the payment was declined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ended_at: Option<Millis>,
    /// What a buyer by script is going to do.
    #[serde(default)]
    pub(crate) plan: Option<Plan>,
    pub(crate) confirm_until: Option<Millis>,
    #[serde(default)]
    pub(crate) authorized_at: Option<Millis>,
    #[serde(default)]
    pub(crate) authorized_until: Option<Millis>,
    #[serde(default)]
    pub(crate) voided_at: Option<Millis>,
    pub(crate) captured_at: Option<Millis>,
    /// Less than `amount` after a partial capture.
    #[serde(default)]
    pub(crate) captured_amount: Option<Amount>,
    pub(crate) method: Option<Method>,
    /// Where several methods paid together; `method` is then the first of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) mix: Vec<Share>,
    /// Issued by this payment, or charged by it.
    #[serde(default)]
    pub(crate) reg_key: Option<String>,
    pub(crate) refunds: Vec<Refund>,
}

/// Who learns that the buyer approved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum ConfirmUrlType {
    /// The buyer's browser goes to confirmUrl.
    #[default]
    Client,
    /// LINE Pay's server calls it.
    Server,
    /// Nobody; the merchant asks.
    None,
}

/// One refund of a payment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Refund {
    pub(crate) transaction_id: u64,
    pub(crate) amount: Amount,
    pub(crate) at: Millis,
}

impl Payment {
    /// The state at this moment.
    pub(crate) fn state(&self, now: Millis) -> State {
        let over = |until: Option<Millis>| until.is_some_and(|until| now >= until);
        match self.state {
            State::Reserved if now >= self.approve_until => State::Unanswered,
            State::Authenticated if over(self.confirm_until) => State::Expired,
            State::Authorized if over(self.authorized_until) => State::Lapsed,
            state => state,
        }
    }

    /// Takes the money, or sets it aside where the order said so.
    pub(crate) fn settle(&mut self, settings: &Settings, now: Millis) {
        if self.separate_capture {
            self.state = State::Authorized;
            self.authorized_at = Some(now);
            self.authorized_until = Some(now.saturating_add(settings.authorization_life()));
        } else {
            self.capture(self.amount, now);
        }
    }

    /// Takes the money, or the part of it that is asked for; the rest is let go.
    pub(crate) fn capture(&mut self, amount: Amount, now: Millis) {
        self.state = State::Captured;
        self.captured_at = Some(now);
        self.captured_amount = Some(amount);
    }

    pub(crate) fn void(&mut self, now: Millis) {
        self.state = State::Voided;
        self.voided_at = Some(now);
    }

    /// What was taken.
    pub(crate) fn captured(&self) -> Amount {
        match self.captured_at {
            Some(_) => self.captured_amount.unwrap_or(self.amount),
            None => Amount::ZERO,
        }
    }

    /// What has been given back; `None` if it cannot be told.
    pub(crate) fn refunded(&self) -> Option<Amount> {
        self.refunds.iter().try_fold(Amount::ZERO, |sum, refund| sum.plus(refund.amount))
    }

    /// What can still be given back.
    pub(crate) fn refundable(&self) -> Amount {
        self.refunded().and_then(|refunded| self.captured().minus(refunded)).unwrap_or(Amount::ZERO)
    }

    /// How it stands, in words: `of order ORD-1 is PARTLY_REFUNDED, 100 TWD, 60 captured, 20 refunded`.
    pub(crate) fn told(&self, now: Millis) -> String {
        let state = self.state(now);
        let moved = match state {
            State::Captured | State::PartlyRefunded | State::Refunded => {
                let (captured, refunded) = (self.captured(), self.refunded().unwrap_or(Amount::ZERO));
                format!(", {captured} captured, {refunded} refunded")
            }
            _ => String::new(),
        };
        format!("of order {} is {}, {} {}{moved}", self.order_id, state.name(), self.amount, self.currency)
    }

    /// `PAYMENT_REFUND` if one call refunded everything, else `PARTIAL_REFUND` (the last one too).
    pub(crate) fn refund_type(&self) -> &'static str {
        match self.refunds.as_slice() {
            [only] if only.amount == self.captured() => "PAYMENT_REFUND",
            _ => "PARTIAL_REFUND",
        }
    }

    pub(crate) fn pay_type(&self) -> &'static str {
        if self.preapproved { "PREAPPROVED" } else { "NORMAL" }
    }

    /// How a sum that was taken was paid: the first method pays first.
    pub(crate) fn shares(&self, taken: Amount) -> Vec<Share> {
        match self.mix.as_slice() {
            [] => vec![Share { method: self.method(), amount: taken }],
            mix => part(mix.iter().copied(), Amount::ZERO, taken),
        }
    }

    /// What a refund gave back, and how: the last method gets its money back first.
    pub(crate) fn given_back(&self, refund: &Refund) -> Vec<Share> {
        if self.mix.is_empty() {
            return vec![Share { method: self.method(), amount: refund.amount }];
        }
        let before = self.refunds.iter().take_while(|other| other.transaction_id != refund.transaction_id);
        let before = before.fold(Amount::ZERO, |sum, other| sum.plus(other.amount).unwrap_or(sum));
        part(self.shares(self.captured()).into_iter().rev(), before, refund.amount)
    }

    /// How the buyer paid.
    pub(crate) fn method(&self) -> Method {
        self.method.unwrap_or(Method::CreditCard)
    }
}
