//! payment-check, in v3 and v4 payment details: payments and refunds, by transaction ids and order ids.
//! v2 leaves out what was never captured; v3 and v4 do not.

use super::look_up::Asked;
use super::row::{Part, Row};
use super::{Call, Outcome};
use crate::code::Refusal;
use crate::version::Version;
use crate::world::World;

pub(crate) fn run(call: &Call<'_>, world: &mut World) -> Outcome {
    let asked = Asked::read(call, world)?;
    let part = match (call.version, asked.fields.as_deref()) {
        (Version::V3, Some("TRANSACTION")) => Part::Transaction,
        (Version::V3, Some("ORDER")) => Part::Order,
        (Version::V3, Some("ALL") | None) | (Version::V2 | Version::V4, _) => Part::All,
        (Version::V3, Some(_)) => {
            return Err(Refusal::noted(2101, "fields: not one of ALL, TRANSACTION, ORDER"));
        }
    };
    asked.find(world, call.now, |payment, refund| {
        let row = match refund {
            Some(refund) => Row::of_refund(call, world, payment, refund)?,
            None => Row::of_payment(call, world, payment)?,
        };
        let told = call.version != Version::V2 || !row.is_authorization();
        told.then(|| row.only(part).in_version(call.version))
    })
}
