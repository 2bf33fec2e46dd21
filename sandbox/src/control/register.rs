//! A regKey without the three calls and the human that it takes: as after a registration of nothing.

use super::views::RegKeyView;
use crate::clock::Millis;
use crate::id::Reservation;
use crate::merchant::Config;
use crate::operations::issue_reg_key;
use crate::payment::{Method, Payment};
use crate::state::State;
use crate::wire::Answer;
use crate::world::World;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(super) struct Registration {
    pub(super) method: Option<Method>,
    /// Drawn if left out.
    #[serde(skip)]
    pub(super) reg_key: Option<String>,
}

pub(super) fn register(config: &Config, world: &mut World, registration: &Registration, now: Millis) -> Answer {
    let key = issue(config, world, registration, now);
    match world.reg_key(&key) {
        Some(reg_key) => Answer::json(200, &RegKeyView::of(world, reg_key, now)),
        None => Answer::error(500, "no regKey was made"),
    }
}

/// Makes the key, and the registration that it comes from.
pub(super) fn issue(config: &Config, world: &mut World, registration: &Registration, now: Millis) -> String {
    let seed = &config.seed;
    let Reservation { transaction_id, reserve_id, .. } = world.draw_reservation(seed, now);
    let mut payment = Payment {
        transaction_id,
        reserve_id: Some(reserve_id),
        order_id: format!("REGISTRATION-{transaction_id}"),
        currency: world.settings().currency.clone(),
        product_name: "Registration".to_owned(),
        preapproved: true,
        state: State::Authenticated,
        method: Some(registration.method.unwrap_or(Method::CreditCard)),
        reserved_at: now,
        approve_until: now,
        approved_at: Some(now),
        ..Payment::default()
    };
    payment.settle(world.settings(), now);
    world.add(payment);
    let key = registration.reg_key.clone().unwrap_or_else(|| world.draw_reg_key(seed));
    issue_reg_key(world, key, transaction_id, now)
}
