//! What the two queries share: ids in, payments and refunds out.

use super::row::Row;
use super::{Call, Outcome, Success, transaction_id};
use crate::clock::Millis;
use crate::code::{Code, Refusal};
use crate::payment::{Payment, Refund};
use crate::query;
use crate::settings::Mixed;
use crate::world::World;
use std::collections::BTreeSet;

const MOST: usize = 100;
const TRANSACTION: &str = "transactionId";
const ORDER: &str = "orderId";

/// What was asked for.
pub(super) struct Asked {
    by_id: Vec<u64>,
    by_order: Vec<String>,
    /// v3's `fields`, the last one that was sent.
    pub(super) fields: Option<String>,
}

impl Asked {
    pub(super) fn read(call: &Call<'_>, world: &World) -> Result<Asked, Refusal> {
        let settings = world.settings();
        let pairs = query::pairs(&call.request.query)
            .ok_or_else(|| Refusal::noted(2101, "the query is not percent-encoded UTF-8"))?;
        let mut given = Vec::new();
        let mut fields = None;
        for (name, value) in pairs {
            let plain = query::without_brackets(&name);
            match plain.unwrap_or(&name) {
                id @ (TRANSACTION | ORDER) if plain.is_none() || settings.bracketed_ids => {
                    if plain.is_some() {
                        call.reading.note(format!("{name}=: taken as {id}=, the name that LINE Pay's examples repeat"));
                    }
                    given.push((if id == ORDER { ORDER } else { TRANSACTION }, value));
                }
                "fields" if plain.is_none() => fields = Some(value),
                _ => {}
            }
        }
        if settings.empty_ids && given.iter().any(|(_, value)| !value.is_empty()) {
            given.retain(|(name, value)| {
                if value.is_empty() {
                    call.reading.note(format!("{name}= is empty: taken as left out"));
                }
                !value.is_empty()
            });
        }
        let mut asked = Asked { by_id: Vec::new(), by_order: Vec::new(), fields };
        for (name, value) in given {
            let parts: Vec<&str> = value.split(',').collect();
            // An order's id may hold a comma of its own.
            let whole = name == ORDER && world.by_order_id(&value).next().is_some();
            let joined = settings.joined_ids && !whole && parts.len() > 1 && !parts.contains(&"");
            if joined {
                call.reading.note(format!(
                    "{name}: ids joined by commas, taken one by one; LINE Pay documents a name for each"
                ));
            }
            for value in if joined { parts } else { vec![value.as_str()] } {
                if name == ORDER {
                    asked.by_order.push(value.to_owned());
                } else {
                    let id = transaction_id(value);
                    asked.by_id.push(id.ok_or_else(|| {
                        Refusal::noted(2101, format!("transactionId: {value:.40} is not a number up to 2^63-1"))
                    })?);
                }
            }
        }
        match asked.by_id.len().saturating_add(asked.by_order.len()) {
            0 => Err(Refusal::noted(2101, "neither transactionId nor orderId (each value under the plain name)")),
            count if count > MOST => Err(Refusal::new(1177)),
            _ => Ok(asked),
        }
    }

    /// Why nothing was found, of the first few ids.
    fn why(&self, world: &World, now: Millis) -> String {
        const FEW: usize = 3;
        let ids = self.by_id.iter().map(|id| match world.payment(*id).or_else(|| world.by_refund_id(*id)) {
            Some(payment) => format!("{TRANSACTION} {id}, {}", payment.told(now)),
            None => world.unknown(*id),
        });
        let orders = self.by_order.iter().map(|order| match world.by_order_id(order).last() {
            Some(payment) => format!("{TRANSACTION} {}, {}", payment.transaction_id, payment.told(now)),
            None => format!("this sandbox has no order {order}"),
        });
        let told: Vec<String> = ids.chain(orders).take(FEW).collect();
        format!("{}: {}", Code::of(1150).message().trim_end_matches('.'), told.join("; "))
    }

    /// The rows that a query tells of what was asked for, each once.
    pub(super) fn find<'a>(
        &self,
        world: &'a World,
        now: Millis,
        row: impl Fn(&'a Payment, Option<&'a Refund>) -> Option<Row<'a>>,
    ) -> Outcome {
        let mut rows: Vec<Row<'a>> = self
            .by_id
            .iter()
            .filter_map(|id| match world.payment(*id) {
                Some(payment) => row(payment, None),
                None => {
                    let payment = world.by_refund_id(*id)?;
                    let mut refunds = payment.refunds.iter();
                    row(payment, Some(refunds.find(|refund| refund.transaction_id == *id)?))
                }
            })
            .collect();
        let both = !self.by_id.is_empty() && !self.by_order.is_empty();
        if both && world.settings().mixed_query == Mixed::Intersection {
            rows.retain(|row| self.by_order.iter().any(|order| order == row.order_id));
        } else {
            for order in &self.by_order {
                rows.extend(world.by_order_id(order).filter_map(|payment| row(payment, None)));
            }
        }
        let mut seen = BTreeSet::new();
        rows.retain(|row| seen.insert(row.transaction_id));
        if rows.is_empty() { Err(Refusal::noted(1150, self.why(world, now))) } else { Success::with(&rows) }
    }
}
