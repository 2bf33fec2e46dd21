//! One process at one order: what it read, what it has in hand, and until when it may act on that.

use super::{KEY, Looked, Orders};
use crate::error::{Code, Error, Outcome, Retry};
use crate::flow::host::Host;
use crate::flow::ledger::{Hooks, Kept, Ledger, LedgerWrite};
use crate::flow::patience::{BUDGET, PAUSES};
use crate::id::{OrderId, TransactionId};
use crate::order::life::{
    Answer, Change, Next, Question, Record, Rest, Rule, Trouble, Who, Why, WriteId, Writer, answered, apply, plan,
    reread, written,
};
use crate::text::concat;

/// How many acts one drive takes at most: far more than the longest chain has.
const ACTS: usize = 24;
/// How often a write is tried. After so many that nobody can tell anything of, the ledger counts as down.
const WRITES: usize = 4;

/// The ledger's clock as somebody told it, and the own one from before the question left.
#[derive(Clone, Copy, Default)]
pub(super) struct Seen {
    now: u64,
    at: u64,
}

impl Seen {
    /// The ledger's time by now, or later: the own clock counts from before the question.
    pub(super) fn estimate(self, own: u64) -> u64 {
        self.now.saturating_add(own.saturating_sub(self.at))
    }
}

/// What a process has in hand: the write that gave it, and since when its right to act counts, by its own clock.
struct Hold {
    fence: WriteId,
    since: u64,
}

/// How a drive ended.
pub(super) enum Done {
    Rest(Rest),
    Link(TransactionId),
    Again,
    Reserve,
}

pub(super) struct Walk<'o, 'a, H> {
    pub(super) orders: &'o Orders<'a, H>,
    pub(super) order_id: &'o OrderId,
    key: String,
    pub(super) record: Option<Box<Record>>,
    version: Option<String>,
    pub(super) clock: Seen,
    hold: Option<Hold>,
    pub(super) error: Option<Error>,
    /// Why LINE Pay, or this, refuses to be asked until the merchant has mended something.
    pub(super) refused: Option<Error>,
    news: Vec<Trouble>,
    /// What this process has called hooks for: one call of each is enough.
    tried: Vec<String>,
    /// Did the last look change nothing?
    idle: bool,
    /// May a step have been begun, or finished? Then nobody says that nothing was done.
    begun: bool,
    /// Writes that nobody can tell anything of, since one was made.
    unheard: usize,
    /// Is nobody there but the sweep?
    pub(super) sweeps: bool,
}

impl<'o, 'a, H: Host + Ledger + Hooks> Walk<'o, 'a, H> {
    pub(super) fn new(orders: &'o Orders<'a, H>, order_id: &'o OrderId) -> Walk<'o, 'a, H> {
        Walk {
            orders,
            order_id,
            key: concat(&[KEY, order_id.as_str()]),
            record: None,
            version: None,
            clock: Seen::default(),
            hold: None,
            error: None,
            refused: None,
            news: Vec::new(),
            tried: Vec::new(),
            idle: true,
            begun: false,
            unheard: 0,
            sweeps: false,
        }
    }

    /// The ledger's clock as it was told last.
    pub(super) fn now(&self) -> u64 {
        self.clock.now
    }

    pub(super) fn ended(self, rest: Rest, link: Option<TransactionId>) -> Looked {
        let Walk { record, error, refused, news, clock, .. } = self;
        Looked { rest, link, record, error, refused, news, now: clock.now }
    }

    /// May a look for somebody go on, after what was in hand before is done?
    pub(super) fn is_unpaid_or(&self, who: &Who) -> bool {
        !matches!(who, Who::Visit { .. }) || self.record.as_ref().is_some_and(|record| record.payment.is_none())
    }

    /// Reads the record.
    pub(super) async fn load(&mut self) -> Result<(), Error> {
        let at = self.orders.host.now();
        let read =
            self.orders.host.read(&self.key, self.orders.limits.ledger).await.map_err(|why| self.failed(&why))?;
        self.clock = Seen { now: read.now, at };
        (self.record, self.version) = match read.record {
            None => (None, None),
            Some(Kept { text, version }) => {
                let record = Record::read(&text, &self.orders.shop, self.order_id);
                (Some(Box::new(record.map_err(|why| self.failed(&why.text()))?)), Some(version))
            }
        };
        Ok(())
    }

    /// What is to be done next for somebody.
    pub(super) fn plan(&self, who: &Who) -> Option<Next> {
        let limits = &self.orders.limits;
        self.record.as_ref().and_then(|record| plan(record, who, self.now(), limits).into_iter().next())
    }

    /// Acts, until there is nothing more to do.
    pub(super) async fn drive(&mut self, next: Next) -> Result<Done, Error> {
        let mut next = next;
        let mut pauses = PAUSES.into_iter();
        let mut asking = None;
        for _ in 0..ACTS {
            next = match next {
                Next::Rest(rest) => return Ok(Done::Rest(rest)),
                Next::Link(transaction) => return Ok(Done::Link(transaction)),
                Next::Again => return Ok(Done::Again),
                Next::Reserve => return Ok(Done::Reserve),
                Next::Ask(question) => {
                    let asks = asks_what_came(&question);
                    let own = || self.orders.host.now();
                    let since = if asks { *asking.get_or_insert_with(own) } else { own() };
                    let answer = self.ask(&question).await;
                    let patient = own().saturating_sub(since) <= BUDGET;
                    let asked = Next::Ask(question);
                    match (self.after(&asked, &answer), asks) {
                        // Details may be late, and a buyer waits: it is asked again before somebody else has to.
                        (Next::Rest(Rest::Later), true) if self.hold.is_some() && patient => match pauses.next() {
                            Some(pause) => {
                                self.orders.host.sleep(pause).await;
                                asked
                            }
                            None => Next::Rest(Rest::Later),
                        },
                        (next, _) => next,
                    }
                }
                Next::Write(change) => {
                    let may = if self.sweeps { self.may(change).await } else { Some(change) };
                    let Some(change) = may else { return Ok(Done::Rest(Rest::NotApproved)) };
                    self.write(change).await?
                }
                Next::Send(step) if !self.has_right() && Rule::SendRight.holds() => {
                    // What this process sent of it before, if anything, is answered.
                    self.write(Change::Renew(step)).await?
                }
                Next::Send(step) => {
                    let answer = self.send(&step).await;
                    self.after(&Next::Send(step), &answer)
                }
                Next::Tell(key) => {
                    if !self.has_right() && Rule::HookRight.holds() {
                        return Ok(Done::Rest(Rest::Late));
                    }
                    self.tried.push(key.clone());
                    let answer = self.tell(&key).await;
                    self.after(&Next::Tell(key), &answer)
                }
            };
        }
        Ok(Done::Rest(Rest::Later))
    }

    /// Has this process called a hook for it?
    pub(super) fn has_tried(&self, key: &String) -> bool {
        self.tried.contains(key)
    }

    fn after(&self, asked: &Next, answer: &Answer) -> Next {
        let record = self.record.as_ref();
        record.map_or(Next::Again, |record| answered(record, asked, answer, &self.orders.limits))
    }

    /// The right to send and to call counts from before the ledger's time was asked for that the lease was made of.
    fn has_right(&self) -> bool {
        let limit = self.orders.limits.sending();
        self.hold.as_ref().is_some_and(|hold| self.orders.host.now() < hold.since.saturating_add(limit))
    }

    /// Writes a change. Where its answer is lost, or the record has changed, it is read again.
    async fn write(&mut self, change: Change) -> Result<Next, Error> {
        if let Some(next) = self.refreshed(&change).await? {
            return Ok(next);
        }
        let mut change = change;
        for _ in 0..WRITES {
            let Some(record) = &self.record else { break };
            let (host, limits) = (self.orders.host, &self.orders.limits);
            let writer = self.writer();
            let after = Box::new(apply(record, &change, &writer, limits));
            // With nothing more to tell, the page knows all before this is written.
            let last = matches!(change, Change::Delivered { .. }) && after.outbox.is_empty();
            if let Some(page) = self.orders.early.filter(|_| last) {
                page(&after);
            }
            let since = self.clock.at;
            let at = host.now();
            let wake_at = after.wake_at(writer.now, limits);
            let version = self.version.as_deref();
            let made = match host.write(&self.key, &after.text(), version, wake_at, limits.ledger).await {
                LedgerWrite::Unknown if !Rule::LostWriteUnknown.holds() => {
                    LedgerWrite::Done { version: version.unwrap_or_default().to_owned(), now: writer.now }
                }
                made => made,
            };
            if let LedgerWrite::Done { version, now } = made {
                let next = written(&after, &change, &writer);
                self.news(&after);
                self.holds(&change, &writer, since);
                (self.record, self.version, self.clock) = (Some(after), Some(version), Seen { now, at });
                (self.idle, self.unheard) = (false, 0);
                return Ok(next);
            }
            let unheard = matches!(made, LedgerWrite::Unknown);
            self.begun |= unheard;
            self.unheard = self.unheard.saturating_add(usize::from(unheard));
            self.load().await?;
            let own = |record: &&Record| record.write_ids.contains(&writer.write_id);
            if let Some(record) = self.record.as_deref().filter(own) {
                let next = reread(record, &change, &writer);
                self.holds(&change, &writer, since);
                (self.idle, self.unheard) = (false, 0);
                return Ok(next);
            }
            // A first write that was not made.
            let next = self.record.as_ref().map_or(Next::Again, |record| reread(record, &change, &writer));
            match next {
                Next::Write(same) => change = same,
                Next::Again if self.unheard >= WRITES => return Err(self.failed("the ledger answers no write")),
                other => return Ok(other),
            }
        }
        Ok(Next::Rest(Rest::Later))
    }

    /// After a look that changed nothing: when to look again. Else what is due would stay due, before all others. A
    /// write that is not made is made after the next look. What has waited for a person for a day is told again:
    /// whoever was to be told before may not have heard it.
    pub(super) async fn put_off(&mut self) {
        let Some(record) = self.record.as_ref().filter(|_| self.idle) else { return };
        let (host, limits) = (self.orders.host, &self.orders.limits);
        let waits = |trouble: &&Trouble| trouble.since.saturating_add(limits.person) <= self.clock.now;
        self.news.extend(record.problems.iter().filter(waits).cloned());
        let wake_at = record.wake_at(self.clock.now, limits);
        let _ = host.write(&self.key, &record.text(), self.version.as_deref(), wake_at, limits.ledger).await;
    }

    /// After a long answer the ledger's time is old, and a lease that is made of it short: the record is read again.
    /// What is to be done now, if that is not the write.
    async fn refreshed(&mut self, change: &Change) -> Result<Option<Next>, Error> {
        let age = self.orders.host.now().saturating_sub(self.clock.at);
        if age <= self.orders.limits.ledger || self.version.is_none() {
            return Ok(None);
        }
        let before = self.version.clone();
        self.load().await?;
        if self.version == before {
            return Ok(None);
        }
        let writer = self.writer();
        Ok(self.record.as_ref().map(|record| reread(record, change, &writer)))
    }

    /// Nothing may be done with an order whose record is not known. What was to be written before may have been, and
    /// whoever comes next goes on with it.
    fn failed(&self, why: &str) -> Error {
        let (message, outcome, retry) = if self.begun {
            ("what became of this order is not known yet: ", Outcome::Unknown, Retry::Later)
        } else {
            ("nothing was done with this order: ", Outcome::NotExecuted, Retry::Again)
        };
        Error::new(Code::Ledger, outcome, retry, concat(&[message, why]))
    }

    fn writer(&self) -> Writer {
        let fence = self.hold.as_ref().map(|hold| hold.fence.clone());
        Writer { now: self.clock.now, write_id: WriteId(self.orders.host.nonce()), fence }
    }

    fn holds(&mut self, change: &Change, writer: &Writer, since: u64) {
        if change.gives_a_hold() {
            self.begun = true;
            self.hold = Some(Hold { fence: writer.write_id.clone(), since });
        }
    }

    fn news(&mut self, after: &Record) {
        let known = self.record.as_ref().map(|record| record.problems.as_slice()).unwrap_or_default();
        let is_new = |trouble: &&Trouble| {
            !known.iter().any(|old| old.kind == trouble.kind && old.transaction == trouble.transaction)
        };
        self.news.extend(after.problems.iter().filter(is_new).cloned());
    }
}

/// Is it a question that LINE Pay may answer otherwise in a moment?
fn asks_what_came(question: &Question) -> bool {
    match question {
        Question::Rows { why, .. } => !matches!(why, Why::Look | Why::TakenOver),
        Question::Status { .. } => false,
    }
}
