//! Walks at random with everything that the small worlds do not have: many reservations, shipping fees, suffixed
//! orderIds, answers that no LINE Pay would give, and texts that are long or odd.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

use super::books::{id, units};
use super::desk::{NOW, shop};
use crate::id::OrderId;
use crate::money::Amount;
use crate::order::life::{
    Act, Answer, Change, Found, Heard, KeyState, Limits, Money, Next, Question, Record, Reservation, ReservationState,
    Status, Terms, TroubleKind, Who, WriteId, Writer, answered, apply, plan, reread, reserved, written,
};
use crate::order::{Order, ShippingTerms};
use crate::payment::PaymentRow;
use crate::return_code::ReturnCode;
use crate::row::JsonText;
use crate::version::Version;
use crate::wire::Step;

pub(super) const KEY: &str = "RKSECRETSECRET1";

/// One thing that happens: what, and numbers to choose by.
type Deed = (u8, u8, u8, u16);

pub(super) struct Walk {
    pub(super) record: Record,
    now: u64,
    writes: u32,
    /// How many reservations were made.
    made: u64,
    long: bool,
    /// What has come to pass.
    been: BTreeSet<&'static str>,
}

impl Walk {
    pub(super) fn terms(&self, number: u8) -> Terms {
        let amount = [units(360), units(60), Amount::ZERO][usize::from(number % 3)];
        let shipping = (number & 8 > 0).then(|| ShippingTerms { quoted: units(60), most: units(120) });
        let order_id = self.record.order_id.as_str().to_owned() + ["", "", "~2"][usize::from(number / 4 % 3)];
        let order = Order {
            order_id: order_id.into(),
            amount,
            currency: "TWD".parse().unwrap(),
            capture: number & 16 == 0,
            preapproved: amount == Amount::ZERO || number & 32 > 0,
            shipping,
        };
        Terms { order, version: Version::ALL[usize::from(number) % 3] }
    }

    pub(super) fn text(&self, length: usize) -> String {
        if self.long { "\u{1}\"é".repeat(length / 4) } else { "x".to_owned() }
    }

    pub(super) fn writer(&mut self, fence: Option<WriteId>) -> Writer {
        self.writes += 1;
        let name = if self.long { format!("{:064}", self.writes) } else { self.writes.to_string() };
        Writer { now: self.now, write_id: WriteId(name), fence }
    }

    fn transaction(&self, number: u8) -> u64 {
        u64::from(number) % (self.made + 2) + 1
    }

    fn who(&self, (what, a, b, _): Deed) -> Who {
        let transaction = id(self.transaction(a));
        let amount = (b % 3 > 0).then(|| units(i64::from(b)));
        let key = if self.long { format!("{b:064}") } else { (b % 30).to_string() };
        Who::Operator(match what % 16 {
            0..=3 => return Who::Visit { transaction, fee: (b & 1 > 0).then(|| units(i64::from(b))) },
            4 => return Who::Cancel { transaction },
            5..=7 => return Who::Pay(Box::new(self.terms(a))),
            8..=10 => return Who::Sweep,
            11 => Act::Capture { amount },
            12 => Act::Void,
            13 | 14 => Act::Refund { amount, key },
            _ if b < 40 => Act::Abandon,
            _ => Act::Resolve { done: a & 1 > 0 },
        })
    }

    fn found(&self, a: u8, b: u8, sum: Amount) -> Found {
        Found {
            money: Money::ALL[usize::from(a) % 4],
            amount: if b & 7 == 7 { units(1) } else { sum },
            currency: "JPY".parse().ok().filter(|_| b & 31 == 30),
            expires: (a & 1 > 0).then(|| "2099-01-01T00:00:00Z".to_owned()),
            pay_info: Some(JsonText::of(&format!("[{}]", "1,".repeat(700) + "1"))),
            shipping: None,
            refunds: Vec::new(),
        }
    }

    pub(super) fn row(&self, transaction: u64, a: u8, b: u8) -> PaymentRow {
        let status = ["CAPTURE", "AUTHORIZATION", "VOIDED_AUTHORIZATION", "EXPIRED_AUTHORIZATION", "?"];
        PaymentRow {
            transaction_id: id(transaction),
            order_id: self.record.order_id.clone(),
            currency: if b & 31 == 30 { "JPY" } else { "TWD" }.to_owned(),
            transaction_type: Some("PAYMENT".to_owned()),
            transaction_date: None,
            pay_status: Some(status[usize::from(a) % 5].to_owned()),
            authorization_expire_date: Some("2027-06-01T00:00:00Z".to_owned()),
            paid: (!b.is_multiple_of(5)).then(|| units(360)),
            pay_info: JsonText::of("[]"),
            shipping: Some(JsonText::of("{}")),
            refunds: (0..u64::from(b % 40))
                .map(|n| (id(1_000 * (transaction % 1_000 + 1) + n), units(i64::from(a) + 1)))
                .collect(),
            original_transaction_id: None,
        }
    }

    fn heard(&self, a: u8, b: u8, sum: Amount) -> Heard {
        match b % 8 {
            0 | 1 => Heard::Confirmed { found: self.found(a, b, sum), reg_key: Some(KEY.to_owned().into()) },
            2 => Heard::Done { refund: (a & 1 > 0).then(|| id(u64::from(a) + 1)) },
            3 => Heard::DoneBefore(ReturnCode::SAME_ORDER),
            4 => Heard::Gone,
            5 => Heard::NotApproved,
            6 if a < 40 => Heard::OtherOrder,
            6 => Heard::Refused,
            _ => Heard::Unclear,
        }
    }

    /// One worker, as far as it comes.
    fn work(&mut self, deed: Deed) {
        let (_, mut a, mut b, wait) = deed;
        self.now += u64::from(wait) * u64::from(wait);
        let who = self.who(deed);
        let plans = plan(&self.record, &who, self.now, &Limits::default());
        assert!(!plans.is_empty());
        let mut next = plans[usize::from(b) % plans.len()].clone();
        let mut fence = None;
        for _ in 0..8 {
            (a, b) = (a.wrapping_mul(31).wrapping_add(7), b.wrapping_mul(17).wrapping_add(3));
            let answer = match &next {
                Next::Rest(_) | Next::Link(_) | Next::Again => return,
                // It ends here.
                _ if b > 235 => return,
                Next::Reserve => {
                    self.made += 1;
                    let url = format!("{{\"web\":\"https://example.test/{}\"}}", "y".repeat(usize::from(b) * 4));
                    let Who::Pay(terms) = &who else { panic!("{who:?} reserves") };
                    let reservation = Reservation {
                        transaction: id(self.made),
                        terms: (**terms).clone(),
                        made: self.now,
                        payment_url: Some(JsonText::of(&url)),
                        link: None,
                        sent: false,
                        state: ReservationState::Open,
                    };
                    next = reserved(&self.record, &reservation, self.now);
                    continue;
                }
                Next::Write(change) => {
                    let (change, writer) = (change.clone(), self.writer(fence.clone()));
                    self.write(&change, &writer);
                    next = if a & 15 == 0 {
                        reread(&self.record, &change, &writer)
                    } else {
                        written(&self.record, &change, &writer)
                    };
                    fence = Some(writer.write_id);
                    continue;
                }
                Next::Ask(Question::Status { .. }) if b & 3 == 0 => Answer::None,
                Next::Ask(Question::Status { .. }) => Answer::Status(match a % 4 {
                    0 => Status::Waiting,
                    1 => Status::Approved((b & 1 > 0).then(|| units(i64::from(b)))),
                    2 => Status::Over,
                    _ => Status::Complete,
                }),
                Next::Ask(Question::Rows { transaction, .. }) => {
                    let other = self.transaction(b);
                    let mut rows = vec![self.row(transaction.get(), a, b), self.row(other, b, a)];
                    rows.truncate(usize::from(a) % 4);
                    Answer::Rows(rows)
                }
                Next::Send(step) => {
                    self.sent(&step.clone());
                    let sum = step.amount.unwrap_or_default();
                    Answer::Step(self.heard(a, b, sum))
                }
                Next::Tell(_) => Answer::Told(a & 3 > 0),
            };
            next = answered(&self.record, &next, &answer, &Limits::default());
        }
    }

    /// What leaves is over what was agreed.
    fn sent(&self, step: &crate::order::life::Move) {
        let work = self.record.work.as_ref().unwrap();
        assert_eq!(&work.step, step, "something leaves that is not in hand");
        if step.step == Step::Confirm {
            let held = self.record.reservation(step.transaction).unwrap();
            assert!(held.terms.order.allows(step.amount.unwrap()), "{step:?}");
            assert_eq!(held.state, ReservationState::Unresolved);
        } else {
            let paid = self.record.payment.as_ref().unwrap();
            assert_eq!(paid.transaction, step.transaction);
            assert!(step.amount.is_none_or(|sum| sum.is_positive() && sum <= paid.found.amount), "{step:?}");
        }
    }

    pub(super) fn write(&mut self, change: &Change, writer: &Writer) {
        if let Change::Intent(step) = change {
            assert_eq!(self.record.work, None, "two steps in hand");
            assert!(!(self.record.abandoned && step.step == Step::Confirm));
            if step.step == Step::Refund {
                let left = self.record.payment.as_ref().unwrap().left();
                assert!(left.is_positive() && step.amount.is_none_or(|sum| sum <= left));
            }
        }
        self.record = apply(&self.record, change, writer, &Limits::default());
        self.sound();
    }

    /// What holds of every record.
    fn sound(&mut self) {
        let record = &self.record;
        let paid = record.payment.as_ref();
        for (what, is) in [
            ("paid", paid.is_some()),
            ("captured", paid.is_some_and(|paid| paid.found.money == Money::Captured)),
            ("given back", paid.is_some_and(|paid| paid.refunded().is_positive())),
            ("over", paid.is_some_and(super::super::Paid::is_over)),
            ("in hand", record.work.is_some()),
            ("stuck", record.is_stuck()),
            ("closed", record.is_closed()),
            ("twice", !record.others.is_empty()),
            ("crowded", record.reservations.len() > 4),
            ("a key", record.reg_key != KeyState::NotExpected),
        ] {
            if is {
                self.been.insert(what);
            }
        }
        let text = record.text();
        assert!(text.len() < 32 * 1024, "{} bytes", text.len());
        let read = Record::read(&text, &record.shop, &record.order_id).unwrap();
        let lines = read.journal.len();
        assert_eq!(read.journal[..], record.journal[record.journal.len() - lines..]);
        assert_eq!(Record { journal: record.journal.clone(), ..read }, *record);
        assert!(!record.view(&super::desk::config()).contains(KEY));
        let held = matches!(record.reg_key, KeyState::Held(_));
        assert_eq!(text.contains(KEY), held);
        let unresolved = record.reservations.iter().filter(|held| held.state == ReservationState::Unresolved).count();
        let confirms = record.work.as_ref().is_some_and(|work| work.step.step == Step::Confirm);
        assert_eq!(unresolved, usize::from(confirms));
        assert!(record.reservations.iter().filter(|held| held.state == ReservationState::Won).count() <= 1);
        // Nothing waits for ever.
        let wakes = record.wake_at(self.now, &Limits::default());
        assert!(wakes.is_some() || record.is_closed() || !record.problems.is_empty(), "{text}");
        assert!(wakes.is_none_or(|at| at > self.now));
        assert!(!record.is_stuck() || record.problems.iter().any(|trouble| trouble.kind != TroubleKind::Refused));
    }
}

pub(super) fn walk(deeds: &[Deed], long: bool) -> Walk {
    let order_id: OrderId = if long { "\u{1}".repeat(98).into() } else { "ORD-1".into() };
    let mut walk = Walk {
        record: Record::new(shop(), order_id, placeholder()),
        now: NOW,
        writes: 0,
        made: 0,
        long,
        been: BTreeSet::new(),
    };
    walk.record.terms = walk.terms(0);
    for deed in deeds {
        walk.work(*deed);
    }
    walk
}

fn placeholder() -> Terms {
    super::desk::terms(0, &super::settings::PLAIN)
}

#[test]
fn a_walk_keeps_the_record_sound_and_gets_about() {
    let config = ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() };
    let been = RefCell::new(BTreeMap::new());
    let walks = any::<(Vec<Deed>, bool)>();
    // Always the same walks, so that where they get to does not change.
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let result = TestRunner::new_with_rng(config, rng).run(&walks, |(deeds, long)| {
        for what in walk(&deeds, long).been {
            *been.borrow_mut().entry(what).or_insert(0) += 1;
        }
        Ok(())
    });
    println!("{:?}", been.borrow());
    result.unwrap();
    assert!(been.borrow().len() == 10 && been.borrow().values().all(|count| *count > 3), "{:?}", been.borrow());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_a_reader_panic(deeds: Vec<Deed>, cut: u16, with in "[a-z0-9\\[\\]{}\",:]{0,4}") {
        let walk = walk(&deeds, false);
        let text = walk.record.text();
        let at = (0..=usize::from(cut) % (text.len() + 1)).rev().find(|at| text.is_char_boundary(*at)).unwrap();
        let altered = format!("{}{with}{}", &text[..at], text.get(at + with.len()..).unwrap_or_default());
        let _ = Record::read(&altered, &walk.record.shop, &walk.record.order_id);
    }
}
