//! The real code behind a memory of its answers. It is pure, so one question has one answer; records and what is to be
//! done next are numbers here, and a world of them is small enough for millions.

use std::collections::HashMap;

use super::books::{Code, Line, OPS, Op, Trans, heard, place, row, sum, transaction};
use super::search::Quick;
use super::settings::{A_PART, ALL, Setting};
use crate::config::{Config, Credentials, Environment};
use crate::id::OrderId;
use crate::order::Order;
use crate::order::life::{
    Act, Answer, Change, ChargeWish, ChargedBy, Limits, Next, Record, RefundState, Reservation, ReservationState,
    ShopBinding, Status, Terms, Who, WriteId, Writer, answered, apply, order_ids, plan, reread, reserved, written,
};
use crate::row::JsonText;
use crate::version::Version;

/// The ledger's clock stands still; what time does is done to the times in the records.
pub(super) const NOW: u64 = 1_800_000_000_000;

pub(super) type RecordId = u32;
pub(super) type NextId = u32;

/// Who looks at the order.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(super) enum Role {
    Visit(u8),
    Cancel(u8),
    Pay(u8),
    Sweep,
    Capture,
    Void,
    RefundAll,
    /// A refund of one unit with the first key.
    Part,
    /// The same again.
    PartAgain,
    /// One with another key.
    PartTwo,
    /// The first key with another sum.
    PartOther,
    Abandon,
    Resolve(bool),
    /// Over these terms.
    Charge(u8),
}

/// What came back, in small.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Back {
    Status(Status),
    Rows([Line; 2], [u8; 2], bool),
    Step(Code, u8),
    Told(bool),
}

/// What a worker does next, as far as the world has to know.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Does {
    Rest,
    Again,
    Reserve,
    Status(usize),
    Rows(usize),
    Write,
    Send(Op, usize),
    Tell,
}

#[derive(PartialEq, Eq, Hash)]
pub(super) enum Asked {
    Plan(RecordId, Role),
    Reserved(RecordId, u8),
    Apply(RecordId, NextId, u8, u8, bool),
    Written(RecordId, NextId, u8),
    Reread(RecordId, NextId, u8, u8),
    Answered(RecordId, NextId, Back),
    Time(RecordId, u8),
    Tidy(RecordId, [u8; NAMES], bool),
}

/// Names of writes: 0 is that of a dead one, then three for each worker.
pub(super) const NAMES: usize = 10;

pub(super) struct Desk {
    pub(super) setting: Setting,
    pub(super) limits: Limits,
    records: Vec<Record>,
    record_ids: HashMap<String, RecordId>,
    nexts: Vec<Next>,
    next_ids: HashMap<String, NextId>,
    memory: HashMap<Asked, Vec<u32>, Quick>,
    /// Every way from one state of a reservation to another that was gone.
    pub(super) ways: std::collections::BTreeSet<(Option<&'static str>, &'static str, &'static str)>,
}

pub(super) fn name(number: u8) -> WriteId {
    WriteId(format!("write-{number}"))
}

pub(super) fn number(name: &WriteId) -> u8 {
    name.0.strip_prefix("write-").unwrap().parse().unwrap()
}

pub(super) fn terms(number: u8, setting: &Setting) -> Terms {
    let order = Order {
        order_id: "ORD-1".into(),
        amount: sum(number, setting),
        currency: "TWD".parse().unwrap(),
        capture: setting.capture,
        preapproved: setting.preapproved,
        shipping: None,
    };
    Terms { order, version: if setting.v3 { Version::V3 } else { Version::V2 } }
}

/// The orderId that LINE Pay was given.
pub(super) fn order_id(t: usize, setting: &Setting) -> OrderId {
    if t == 1 && setting.renamed { "ORD-1-7" } else { "ORD-1" }.into()
}

fn reservation(t: usize, number: u8, setting: &Setting) -> Reservation {
    let terms = terms(number, setting);
    Reservation {
        transaction: transaction(t),
        terms: Terms { order: Order { order_id: order_id(t, setting), ..terms.order }, ..terms },
        made: NOW,
        payment_url: Some(JsonText::of("{}")),
        link: None,
        sent: false,
        state: ReservationState::Open,
    }
}

pub(super) fn shop() -> ShopBinding {
    ShopBinding { channel_id: "1234567890".to_owned(), environment: Environment::Sandbox }
}

pub(super) fn config() -> Config {
    let credentials = Credentials::new("1234567890", "0123456789abcdef0123456789abcdef").unwrap();
    Config::new(credentials, Version::V2, Environment::Sandbox)
}

impl Desk {
    pub(super) fn new(setting: Setting) -> Desk {
        Desk {
            setting,
            limits: Limits::default(),
            records: Vec::new(),
            record_ids: HashMap::new(),
            nexts: Vec::new(),
            next_ids: HashMap::new(),
            memory: HashMap::default(),
            ways: std::collections::BTreeSet::new(),
        }
    }

    /// One reservation, T1, just made. Of an order that is charged a record that is not written yet.
    pub(super) fn first(&mut self) -> RecordId {
        let setting = self.setting;
        if setting.charged {
            return self.keep(Record::charged(shop(), "ORD-1".into(), &wish(0, &setting)));
        }
        let empty = Record::new(shop(), "ORD-1".into(), terms(0, &setting));
        let change = Change::Reserved(Box::new(reservation(0, 0, &setting)));
        let writer = Writer { now: NOW, write_id: name(0), fence: None };
        let record = apply(&empty, &change, &writer, &self.limits);
        let record = self.keep(record);
        self.tidy(record, std::array::from_fn(|_| 0), false)
    }

    pub(super) fn record(&self, id: RecordId) -> &Record {
        &self.records[id as usize]
    }

    pub(super) fn next(&self, id: NextId) -> &Next {
        &self.nexts[id as usize]
    }

    /// How far the windows of a transaction are, by the record's times.
    pub(super) fn age(&self, record: RecordId, t: usize) -> Option<u8> {
        let made = self.record(record).reservation(transaction(t))?.made;
        Some(if made == NOW {
            0
        } else if made + self.limits.approval > NOW {
            1
        } else if made + self.limits.confirm > NOW {
            2
        } else {
            3
        })
    }

    /// How many partial refunds are known to be made.
    pub(super) fn parts(&self, record: RecordId) -> usize {
        let refunds = self.record(record).payment.iter().flat_map(|paid| &paid.refunds);
        refunds.filter(|refund| refund.state == RefundState::Done && refund.asked.is_some()).count()
    }

    pub(super) fn keep(&mut self, mut record: Record) -> RecordId {
        record.journal.clear();
        let text = record.text();
        if let Some(id) = self.record_ids.get(&text) {
            return *id;
        }
        assert_eq!(Record::read(&text, &record.shop, &record.order_id).as_ref(), Ok(&record), "{text}");
        let id = RecordId::try_from(self.records.len()).unwrap();
        self.records.push(record);
        self.record_ids.insert(text, id);
        id
    }

    fn keep_next(&mut self, next: Next) -> NextId {
        let text = format!("{next:?}");
        let new = NextId::try_from(self.nexts.len()).unwrap();
        let id = *self.next_ids.entry(text).or_insert(new);
        if id == new {
            self.nexts.push(next);
        }
        id
    }

    fn remember(&mut self, asked: Asked, make: impl FnOnce(&mut Desk) -> Vec<u32>) -> Vec<u32> {
        if let Some(known) = self.memory.get(&asked) {
            return known.clone();
        }
        let made = make(self);
        self.memory.insert(asked, made.clone());
        made
    }

    pub(super) fn one(&mut self, asked: Asked, make: impl FnOnce(&mut Desk) -> u32) -> u32 {
        if let Some(known) = self.memory.get(&asked) {
            return known[0];
        }
        let made = make(self);
        self.memory.insert(asked, vec![made]);
        made
    }

    pub(super) fn does(&self, id: NextId) -> Does {
        use crate::order::life::Question;
        match self.next(id) {
            Next::Rest(_) | Next::Link(_) => Does::Rest,
            Next::Again => Does::Again,
            Next::Reserve => Does::Reserve,
            Next::Ask(Question::Status { transaction, .. }) => Does::Status(place(*transaction)),
            Next::Ask(Question::Rows { transaction, .. }) => Does::Rows(place(*transaction)),
            Next::Write(_) => Does::Write,
            Next::Send(step) => Does::Send(Op::of(step.step, step.amount.is_some()), place(step.transaction)),
            Next::Tell(_) => Does::Tell,
        }
    }

    pub(super) fn change(&self, id: NextId) -> &Change {
        match self.next(id) {
            Next::Write(change) => change,
            other => panic!("{other:?} is no write"),
        }
    }

    pub(super) fn plan(&mut self, record: RecordId, role: Role) -> Vec<NextId> {
        self.remember(Asked::Plan(record, role), |desk| {
            let who = who(role, &desk.setting);
            let nexts = plan(desk.record(record), &who, NOW, &desk.limits);
            nexts.into_iter().map(|next| desk.keep_next(next)).collect()
        })
    }

    /// T2 was reserved with these terms.
    pub(super) fn reserved(&mut self, record: RecordId, number: u8) -> NextId {
        self.one(Asked::Reserved(record, number), |desk| {
            let next = reserved(desk.record(record), &reservation(1, number, &desk.setting), NOW);
            desk.keep_next(next)
        })
    }

    /// `late`: a window has ended since the read.
    pub(super) fn apply(&mut self, record: RecordId, next: NextId, write: u8, fence: u8, late: bool) -> RecordId {
        self.one(Asked::Apply(record, next, write, fence, late), |desk| {
            let before = desk.record(record).clone();
            let change = desk.change(next).clone();
            let writer =
                Writer { now: NOW - u64::from(late), write_id: name(write), fence: (fence > 0).then(|| name(fence)) };
            let after = apply(&before, &change, &writer, &desk.limits);
            desk.look(&before, &change, &after);
            desk.keep(after)
        })
    }

    /// Notes which ways were gone.
    fn look(&mut self, before: &Record, change: &Change, after: &Record) {
        for held in &after.reservations {
            let old = before.reservation(held.transaction).map(|held| held.state);
            if old != Some(held.state) {
                let by = match change {
                    Change::Reserved(new) if new.transaction != held.transaction => "other terms",
                    Change::Intent(_) => "a confirm is written down",
                    change => change.name(),
                };
                self.ways.insert((old.map(|state| state.as_str()), by, held.state.as_str()));
            }
        }
    }

    pub(super) fn written(&mut self, record: RecordId, next: NextId, write: u8) -> NextId {
        self.one(Asked::Written(record, next, write), |desk| {
            let writer = Writer { now: NOW, write_id: name(write), fence: None };
            let after = written(desk.record(record), desk.change(next), &writer);
            desk.keep_next(after)
        })
    }

    pub(super) fn reread(&mut self, record: RecordId, next: NextId, write: u8, fence: u8) -> NextId {
        self.one(Asked::Reread(record, next, write, fence), |desk| {
            let writer = Writer { now: NOW, write_id: name(write), fence: (fence > 0).then(|| name(fence)) };
            let after = reread(desk.record(record), desk.change(next), &writer);
            desk.keep_next(after)
        })
    }

    pub(super) fn status(&mut self, record: RecordId, next: NextId, status: Status) -> NextId {
        self.one(Asked::Answered(record, next, Back::Status(status)), |desk| {
            let after = answered(desk.record(record), desk.next(next), &Answer::Status(status), &desk.limits);
            desk.keep_next(after)
        })
    }

    pub(super) fn rows(&mut self, record: RecordId, next: NextId, lines: [Line; 2], books: &[Trans; 2]) -> NextId {
        let over = books.iter().any(|trans| trans.line() == Line::Released);
        let back = Back::Rows(lines, [books[0].terms, books[1].terms], over);
        self.one(Asked::Answered(record, next, back), |desk| {
            let rows = [0, 1].into_iter().filter_map(|t| row(t, lines[t], &books[t], &desk.setting));
            let held = desk.record(record);
            let ids = order_ids(&held.order_id, Some(held));
            let rows = rows.filter(|row| ids.contains(&&row.order_id));
            let rows = Answer::Rows(rows.collect());
            let after = answered(desk.record(record), desk.next(next), &rows, &desk.limits);
            desk.keep_next(after)
        })
    }

    pub(super) fn heard(&mut self, record: RecordId, next: NextId, code: Code, trans: &Trans) -> NextId {
        let back = Back::Step(code, trans.parts * 4 + trans.terms);
        self.one(Asked::Answered(record, next, back), |desk| {
            let Does::Send(op, t) = desk.does(next) else { panic!("nothing was sent") };
            let answer = Answer::Step(heard(code, op, t, trans, &desk.setting));
            let after = answered(desk.record(record), desk.next(next), &answer, &desk.limits);
            desk.keep_next(after)
        })
    }

    /// Whoever was to send this comes late.
    pub(super) fn renew(&mut self, next: NextId) -> NextId {
        match self.next(next).clone() {
            Next::Send(step) => self.keep_next(Next::Write(Change::Renew(step))),
            other => panic!("{other:?} is not sent"),
        }
    }

    pub(super) fn told(&mut self, record: RecordId, next: NextId, ok: bool) -> NextId {
        self.one(Asked::Answered(record, next, Back::Told(ok)), |desk| {
            let after = answered(desk.record(record), desk.next(next), &Answer::Told(ok), &desk.limits);
            desk.keep_next(after)
        })
    }
}

pub(super) fn wish(number: u8, setting: &Setting) -> ChargeWish {
    let by = ChargedBy { reg_key: "RK0000000000000".to_owned().into(), product_name: "Tea".to_owned() };
    ChargeWish { terms: terms(number, setting), by }
}

fn who(role: Role, setting: &Setting) -> Who {
    let refund = |key: &str, amount| Act::Refund { amount, key: key.to_owned() };
    let act = match role {
        Role::Visit(t) => return Who::Visit { transaction: transaction(usize::from(t)), fee: None },
        Role::Cancel(t) => return Who::Cancel { transaction: transaction(usize::from(t)) },
        Role::Pay(number) => return Who::Pay(Box::new(terms(number, setting))),
        Role::Sweep => return Who::Sweep,
        Role::Capture => Act::Capture { amount: None },
        Role::Void => Act::Void,
        Role::RefundAll => refund("all", ALL),
        Role::Part | Role::PartAgain => refund("a", Some(A_PART)),
        Role::PartTwo => refund("b", Some(A_PART)),
        Role::PartOther => refund("a", ALL),
        Role::Charge(number) => Act::Charge(Box::new(wish(number, setting))),
        Role::Abandon => Act::Abandon,
        Role::Resolve(done) => Act::Resolve { done },
    };
    Who::Operator(act)
}

/// The operations, so that a worker's late copies have a place each.
pub(super) fn op_place(op: Op) -> usize {
    OPS.iter().position(|other| *other == op).unwrap()
}
