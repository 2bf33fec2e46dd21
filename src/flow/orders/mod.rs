//! Orders that a ledger remembers, brought to a known end: the life of an order ([`life`](crate::order::life)) decides,
//! and this reads, asks, writes, sends and tells.

mod calls;
mod walk;

use super::host::Host;
use super::ledger::{Hooks, Ledger};
use crate::config::Config;
use crate::error::Error;
use crate::id::{OrderId, TransactionId};
use crate::order::life::{
    Act, Change, Limits, Next, Question, Record, Reservation, Rest, ShopBinding, Terms, Trouble, Who, Why, asks_taken,
    plan, reserved, suffixed,
};
use crate::return_code::{Is, ReturnCode};
use walk::{Done, Walk};

/// What stands before an order's number in its key.
pub const KEY: &str = "linepay/";

/// How often one look reads an order at most.
const ROUNDS: usize = 12;
/// How many things the hooks are told in one visit.
const TELLINGS: usize = 4;

/// How a look at an order ended.
#[derive(Clone, Debug)]
pub struct Looked {
    /// Why there is nothing more to do.
    pub rest: Rest,
    /// To whose page the buyer may be sent.
    pub link: Option<TransactionId>,
    /// The record as it was read or written last; `None`: the order is not known.
    pub record: Option<Box<Record>>,
    /// What LINE Pay answered last that was no success, or why there is no answer.
    pub error: Option<Error>,
    /// Why a question was refused, where the merchant has to mend something before LINE Pay answers any, such as a
    /// wrong secret.
    pub refused: Option<Error>,
    /// What is a person's business since this look.
    pub news: Vec<Trouble>,
    /// The ledger's clock when it told it last, in milliseconds since 1970.
    pub now: u64,
}

/// The orders of one shop in one ledger.
pub struct Orders<'a, H> {
    pub(super) config: &'a Config,
    pub(super) host: &'a H,
    shop: ShopBinding,
    limits: Limits,
    early: Option<&'a dyn Fn(&Record)>,
    /// May an order be reserved under its orderId with a suffix, where LINE Pay has the orderId already (1172) and
    /// lists no payment of it? No, unless this is set. Not where something else takes payments under the same orderIds:
    /// there 1172 may be all that keeps a buyer from paying twice.
    pub suffixes: bool,
}

impl<'a, H: Host + Ledger + Hooks> Orders<'a, H> {
    /// Orders of the channel of this configuration. A call gets at least the time that the configuration gives it.
    #[must_use]
    pub fn new(config: &'a Config, host: &'a H, limits: Limits) -> Orders<'a, H> {
        let longest = config.timeouts.iter().map(|(_, limit)| u64::from(*limit)).max().unwrap_or_default();
        let limits = Limits { call: limits.call.max(longest), ..limits };
        let channel_id = config.credentials.channel_id().to_owned();
        let shop = ShopBinding { channel_id, environment: config.environment };
        Orders { config, host, shop, limits, early: None, suffixes: false }
    }

    /// For a page: it is told what the record will say before the last write of a look, where that says no more than
    /// that a hook took the last of what there was to tell. Where that is not written, the hook is told again, with the
    /// same key.
    #[must_use]
    pub fn early(self, page: &'a dyn Fn(&Record)) -> Orders<'a, H> {
        Orders { early: Some(page), ..self }
    }

    /// The buyer is back at confirmUrl or cancelUrl, or somebody of the shop wants something done.
    ///
    /// # Errors
    /// The ledger does not answer, or holds something else. Then nothing was sent that changes anything.
    pub async fn look(&self, order_id: &OrderId, who: &Who) -> Result<Looked, Error> {
        let mut walk = Walk::new(self, order_id);
        let mut rest = Rest::Later;
        // A refund that was made elsewhere is known before one in part is sent: only a new one settles it.
        let mut looks = matches!(who, Who::Operator(Act::Refund { amount: Some(_), .. }));
        for _ in 0..ROUNDS {
            walk.load().await?;
            if let (None, Who::Operator(Act::Charge(wish))) = (&walk.record, who) {
                // One that is not written yet.
                walk.record = Some(Box::new(Record::charged(self.shop.clone(), order_id.clone(), wish)));
            }
            let Some(record) = &walk.record else {
                return Ok(walk.ended(Rest::Foreign, None));
            };
            if let Some(paid) = record.payment.as_ref().filter(|_| looks && record.work.is_none()) {
                let question = Question::Rows { transaction: paid.transaction, why: Why::Look, second: false };
                looks = false;
                if !matches!(walk.drive(Next::Ask(question)).await?, Done::Rest(Rest::Settled)) {
                    // LINE Pay does not answer: then nothing is sent.
                    return Ok(walk.ended(Rest::Later, None));
                }
                continue;
            }
            let taken = record.work.as_ref().map(|work| work.step.transaction);
            let Some(next) = walk.plan(who) else { break };
            if matches!((&next, who), (Next::Rest(Rest::Settled), Who::Visit { .. })) {
                self.paid(&mut walk).await?;
                return Ok(walk.ended(Rest::Settled, None));
            }
            let over = matches!(next, Next::Write(Change::TakeOver));
            match walk.drive(next).await? {
                Done::Rest(ended) => rest = ended,
                Done::Again | Done::Link(_) | Done::Reserve => continue,
            }
            // What was in hand is done now, and was somebody else's: what this look is for has not been done.
            let known = matches!(rest, Rest::Settled | Rest::Over | Rest::NotApproved);
            let others = taken.is_some_and(|taken| match who {
                Who::Visit { transaction, .. } => taken != *transaction,
                _ => true,
            });
            if over && known && others && walk.is_unpaid_or(who) {
                continue;
            }
            if matches!(who, Who::Visit { .. }) {
                self.tellings(&mut walk).await?;
            }
            break;
        }
        Ok(walk.ended(rest, None))
    }

    /// What the ledger holds of the order.
    ///
    /// # Errors
    /// As [`Orders::look`].
    pub async fn read(&self, order_id: &OrderId) -> Result<Looked, Error> {
        let mut walk = Walk::new(self, order_id);
        walk.load().await?;
        Ok(walk.ended(Rest::Settled, None))
    }

    /// How the order stands, for a page that only asks; LINE Pay may say more of it than the record. What the shop has
    /// not taken yet is told again.
    ///
    /// # Errors
    /// As [`Orders::look`].
    pub async fn status(&self, order_id: &OrderId) -> Result<Looked, Error> {
        let mut walk = Walk::new(self, order_id);
        walk.load().await?;
        let Some(record) = &walk.record else {
            return Ok(walk.ended(Rest::Foreign, None));
        };
        let (paid, work) = (record.payment.is_some(), record.work.clone());
        if paid || record.charge.is_some() && work.is_none() {
            self.paid(&mut walk).await?;
            return Ok(walk.ended(Rest::Settled, None));
        }
        let rest = match work {
            Some(work) if work.stuck => Rest::Stuck,
            Some(_) => Rest::UnderWay,
            None => Rest::Settled,
        };
        Ok(walk.ended(rest, None))
    }

    /// Does what is due, one thing after the other; the record is read again in between.
    ///
    /// # Errors
    /// As [`Orders::look`].
    pub fn sweep<'o>(&'o self, order_id: &'o OrderId) -> impl Future<Output = Result<Looked, Error>> + 'o {
        self.drive(order_id, false)
    }

    /// As [`Orders::sweep`], for somebody of the shop: what LINE Pay wants later is tried now.
    ///
    /// # Errors
    /// As [`Orders::look`].
    pub fn retry<'o>(&'o self, order_id: &'o OrderId) -> impl Future<Output = Result<Looked, Error>> + 'o {
        self.drive(order_id, true)
    }

    async fn drive(&self, order_id: &OrderId, now: bool) -> Result<Looked, Error> {
        let mut walk = Walk::new(self, order_id);
        walk.sweeps = true;
        let mut seen: Vec<String> = Vec::new();
        let mut rest = Rest::Settled;
        for _ in 0..ROUNDS {
            walk.load().await?;
            let Some(record) = &walk.record else {
                return Ok(walk.ended(Rest::Foreign, None));
            };
            let time = if now && record.may_go_on() { u64::MAX } else { walk.now() };
            let all = plan(record, &Who::Sweep, time, &self.limits);
            let Some(next) = all.into_iter().find(|next| !seen.contains(&next.name())) else {
                break;
            };
            seen.push(next.name());
            if let Done::Rest(ended) = walk.drive(next).await? {
                rest = ended;
            }
        }
        walk.put_off().await;
        Ok(walk.ended(rest, None))
    }

    /// The buyer wants to pay. `reserve` makes a reservation at LINE Pay over the terms that it is given, which are
    /// these but for the orderId, and is told the ledger's time by then. It is called once at most, and once more under
    /// another orderId where the first one was refused: see [`Orders::suffixes`].
    ///
    /// # Errors
    /// As [`Orders::look`], or what `reserve` says. No money moves here but where a confirm of the order that somebody
    /// else began is finished.
    pub async fn pay(
        &self,
        order_id: &OrderId,
        terms: &Terms,
        mut reserve: impl AsyncFnMut(&dyn Fn() -> u64, &Terms) -> Result<Reservation, Error>,
    ) -> Result<Looked, Error> {
        let mut walk = Walk::new(self, order_id);
        let who = Who::Pay(Box::new(terms.clone()));
        let mut made: Option<Reservation> = None;
        let mut given = terms.clone();
        let mut refused: Option<Error> = None;
        let mut finished = false;
        let mut rest = Rest::Later;
        for _ in 0..ROUNDS {
            walk.load().await?;
            if walk.record.is_none() {
                walk.record = Some(Box::new(Record::new(self.shop.clone(), order_id.clone(), terms.clone())));
            }
            let mut next = match (&made, &walk.record) {
                (Some(made), Some(record)) => Some(reserved(record, made, walk.now())),
                _ => walk.plan(&who),
            };
            // What nobody has in hand any more is finished first.
            if matches!(next, Some(Next::Rest(Rest::Later))) && !finished {
                finished = true;
                next = walk.plan(&Who::Sweep);
            }
            let may = self.suffixes && given.order.order_id == *order_id && refused.as_ref().is_some_and(is_taken);
            let asks = may && matches!(next, Some(Next::Reserve));
            if asks {
                next = Some(asks_taken(false));
            }
            let Some(next) = next else { break };
            let takes = matches!(next, Next::Write(Change::TakeOver));
            let mut done = walk.drive(next).await?;
            if asks && let Some(error) = refused.take() {
                let other = suffixed(order_id, &self.host.nonce()).filter(|_| matches!(done, Done::Reserve));
                given.order.order_id = other.ok_or(error)?;
            }
            if let (Done::Reserve, Some(record)) = (&done, &walk.record) {
                if let Some(error) = refused {
                    return Err(error);
                }
                let clock = walk.clock;
                let reservation = match reserve(&|| clock.estimate(self.host.now()), &given).await {
                    Ok(reservation) => reservation,
                    // The order was charged or paid meanwhile, as the record may say by now.
                    Err(error) if error.says(Is::AnotherPayment) => {
                        refused = Some(error);
                        continue;
                    }
                    Err(error) => return Err(error),
                };
                let next = reserved(record, &reservation, walk.now());
                made = Some(reservation);
                done = walk.drive(next).await?;
            }
            match done {
                Done::Rest(ended) => rest = ended,
                Done::Link(id) => return Ok(walk.ended(Rest::Settled, Some(id))),
                Done::Again | Done::Reserve => continue,
            }
            if !takes {
                break;
            }
        }
        Ok(walk.ended(rest, None))
    }

    /// The order has a payment, or its charge was refused: LINE Pay is asked whether it still stands so, and the shop
    /// is told what it has not taken yet.
    async fn paid(&self, walk: &mut Walk<'_, 'a, H>) -> Result<(), Error> {
        if let Some(record) = walk.record.as_ref().filter(|record| record.work.is_none()) {
            let transaction = record.payment.as_ref().map(|paid| paid.transaction).unwrap_or_default();
            let look = Question::Rows { transaction, why: Why::Look, second: false };
            walk.drive(Next::Ask(look)).await?;
        }
        self.tellings(walk).await
    }

    /// Tells the shop what it has not taken yet, each once.
    async fn tellings(&self, walk: &mut Walk<'_, 'a, H>) -> Result<(), Error> {
        for _ in 0..TELLINGS {
            let Some(record) = &walk.record else { break };
            let all = plan(record, &Who::Sweep, walk.now(), &self.limits);
            let tells = |next: &Next| matches!(next, Next::Write(Change::Attempt(key)) if !walk.has_tried(key));
            let Some(next) = all.into_iter().find(tells) else {
                break;
            };
            walk.drive(next).await?;
        }
        Ok(())
    }
}

/// Does LINE Pay refuse to reserve because it has the orderId already?
fn is_taken(error: &Error) -> bool {
    error.return_code() == Some(&ReturnCode::SAME_ORDER)
}
