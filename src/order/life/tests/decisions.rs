//! Every decision in every situation, written down in tests/life/decisions.md: a change of the code that decides
//! otherwise anywhere shows there, to be read. `WRITE_DECISIONS=1` writes the page anew.

use std::fmt::Write as _;

use super::books::{id, units};
use super::comers::{everybody, heard, heard_of_charge, listed, statuses};
use super::desk::{name, terms};
use super::places::situations;
use super::settings::PLAIN;
use super::situations::Situation;
use crate::id::TransactionId;
use crate::json::{Json, Out};
use crate::order::life::{
    Answer, Change, Limits, Next, Question, Record, Rule, Status, Why, Writer, answered, apply, plan, reread, reserved,
    written,
};
use crate::return_code::ReturnCode;
use crate::wire::Step;
use serde_json::Value;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/life/decisions.md");
/// The answer was 1172.
const BEFORE: Why = Why::DoneBefore(ReturnCode::SAME_ORDER);
const MIDDLE: &str = "\n# What would be decided without a safeguard\n";
const HEAD: &str = "# What is decided

Every decision of [the life of an order](../../docs/order-life.md), in situations of every kind: what is next for
whoever comes, and what an answer leads to. A test asks the code and compares, so a change that decides otherwise
anywhere changes this page. Made by `WRITE_DECISIONS=1 cargo test --lib decisions -- --test-threads=1`: read the
difference.

T1 is the order's first transaction. What comes to the same stands in one line. `w3` is a write, told where it comes up
first: its line in the journal and what it changes of the record; what follows it (`then`); what follows if its answer
was lost (`lost`): if it is there, if somebody else has taken over since, if it is not there and its writer has the step
in hand, or somebody else has, or nobody; and `hold`, if it gives its writer something in hand. The last part is what
would be decided without each safeguard.
";

fn word(why: &Why) -> String {
    format!("{why:?}").replace("(ReturnCode(1172))", "")
}

/// Lines that say the same are one: what it comes to, and by what.
#[derive(Default)]
struct Lines(Vec<(String, Vec<String>)>);

impl Lines {
    fn add(&mut self, comes_to: String, by: String) {
        match self.0.iter_mut().find(|(known, _)| *known == comes_to) {
            Some((_, all)) => all.push(by),
            None => self.0.push((comes_to, vec![by])),
        }
    }

    fn text(&self, out: &mut String) {
        for (comes_to, by) in &self.0 {
            let _ = writeln!(out, "    {comes_to}  <- {}", by.join("; "));
        }
    }
}

/// Every write that some decision comes to, as what it makes of a record and what follows it.
#[derive(Default)]
struct Writes(Vec<String>);

struct Book<'s> {
    of: &'s Situation,
    limits: Limits,
    writes: &'s mut Writes,
    /// The writes that are told here for the first time.
    new: String,
    known: Vec<(Change, String)>,
}

impl Book<'_> {
    fn next(&mut self, next: Next) -> String {
        match next {
            Next::Write(change) => self.write(change),
            Next::Ask(Question::Status { transaction, again, second, visit, fee }) => {
                let flags = [(again, " again"), (second, " second"), (visit, " visit")];
                let flags: String = flags.iter().filter(|(is, _)| *is).map(|(_, name)| *name).collect();
                let fee = fee.map(|fee| format!(" fee {}", fee.text())).unwrap_or_default();
                format!("ask status T{}{flags}{fee}", transaction.get())
            }
            Next::Ask(Question::Rows { transaction, why, second }) => {
                format!("ask rows T{} {}{}", transaction.get(), word(&why), if second { " second" } else { "" })
            }
            Next::Send(step) => format!("send {}", moved(&step)),
            Next::Link(transaction) => format!("link T{}", transaction.get()),
            Next::Tell(key) => format!("tell {key}"),
            Next::Rest(rest) => format!("rest {rest:?}"),
            other => format!("{other:?}"),
        }
    }

    fn write(&mut self, change: Change) -> String {
        if let Some((_, name)) = self.known.iter().find(|(known, _)| *known == change) {
            return name.clone();
        }
        let effect = self.effect(&change);
        let place = self.writes.0.iter().position(|known| *known == effect).unwrap_or_else(|| {
            self.writes.0.push(effect.clone());
            let place = self.writes.0.len() - 1;
            let _ = writeln!(self.new, "  w{} {effect}", place + 1);
            place
        });
        let name = format!("w{}", place + 1);
        self.known.push((change, name.clone()));
        name
    }

    /// What a write makes of the record, and what follows it.
    fn effect(&mut self, change: &Change) -> String {
        let before = &self.of.record;
        let holder = before.work.as_ref().map(|work| work.fence.clone());
        let holder =
            holder.or_else(|| before.outbox.first().and_then(|one| one.trying.clone()).map(|(fence, _)| fence));
        let writer = |number, fence| Writer { now: self.of.now, write_id: name(number), fence };
        let mine = writer(90, holder.clone());
        let after = apply(before, change, &mine, &self.limits);
        let read = Record::read(&after.text(), &after.shop, &after.order_id);
        assert_eq!(read.as_ref(), Ok(&after), "{change:?}");
        let mut out = after.journal.last().map(|line| line.what.clone()).unwrap_or_default();
        differs("", &fields(before), &fields(&after), &mut out);
        let other = apply(&after, &Change::TakeOver, &writer(91, None), &self.limits);
        let other = match after.outbox.first() {
            Some(one) => apply(&other, &Change::Attempt(one.key.clone()), &writer(91, None), &self.limits),
            None => other,
        };
        let then = written(&after, change, &mine);
        let lost = [
            reread(&after, change, &mine),
            reread(&other, change, &mine),
            reread(before, change, &mine),
            reread(before, change, &writer(90, Some(name(92)))),
            reread(before, change, &writer(90, None)),
        ];
        let mut told = |next: Next| match &next {
            Next::Write(same) if same == change => "again".to_owned(),
            _ => self.next(next),
        };
        let (then, lost) = (told(then), lost.map(told).join(", "));
        let hold = if change.gives_a_hold() { "; hold" } else { "" };
        let _ = write!(out, "\n     then {then}; lost {lost}{hold}");
        out
    }

    fn looks(&mut self, lines: &mut Lines) {
        for (who, label) in everybody() {
            let plans = plan(&self.of.record, &who, self.of.now, &self.limits);
            let plans: Vec<String> = plans.into_iter().map(|next| self.next(next)).collect();
            lines.add(plans.join(", then "), label);
        }
        for number in [0, 1] {
            let Some(mut new) = self.of.record.reservations.first().cloned() else { continue };
            (new.transaction, new.terms, new.made) = (id(9), terms(number, &PLAIN), self.of.now);
            let next = reserved(&self.of.record, &new, self.of.now);
            lines.add(self.next(next), format!("reserved T9 over terms {number}"));
        }
    }

    fn answers(&mut self, lines: &mut Lines) {
        let record = &self.of.record;
        let mut asked: Vec<(Next, Answer, String)> = Vec::new();
        let v3 = record.terms.version != crate::Version::V2;
        let in_hand = record.work.as_ref().map(|work| work.step.clone());
        for (status, said) in statuses().into_iter().filter(|_| v3) {
            for (again, second, visit, fee) in [
                (false, false, true, None),
                (false, false, true, Some(units(80))),
                (false, false, false, None),
                (true, false, false, None),
                (true, true, false, None),
            ] {
                if again == in_hand.is_some() {
                    let question = Question::Status { transaction: id(1), again, second, visit, fee };
                    let flags = [(second, " second"), (visit, " visit"), (fee.is_some(), " fee 80")];
                    let flags: String = flags.iter().filter(|(is, _)| *is).map(|(_, name)| *name).collect();
                    asked.push((Next::Ask(question), Answer::Status(status), format!("status {said}{flags}")));
                }
            }
        }
        let paid = record.payment.is_some();
        let whys: &[Why] = match in_hand.as_ref().map(|step| step.step) {
            Some(Step::PreApproval) => &[Why::TakenOver, Why::Unclear, BEFORE],
            Some(Step::Confirm) => &[Why::TakenOver, Why::Unclear, BEFORE, Why::Gone, Why::Complete],
            Some(Step::Refund) if record.is_stuck() => {
                &[Why::Waits, Why::NotDone, Why::TakenOver, Why::Unclear, Why::Refused, Why::Look]
            }
            Some(_) => &[Why::TakenOver, Why::Unclear, Why::Refused, Why::Look],
            None if record.reservations.iter().any(|held| held.sent && !held.state.is_over()) => {
                &[Why::Gone, Why::Look]
            }
            None if paid => &[Why::Look],
            None if record.charge.is_some() => &[Why::Gone, Why::Look],
            None if v3 => &[Why::Complete],
            None => &[],
        };
        // A charge is asked about by its orderId.
        let charges = record.charge.is_some() && !paid;
        let of = if charges { TransactionId::default() } else { id(1) };
        for (rows, said) in listed().into_iter().filter(|(_, said)| self.of.lists(said)) {
            let mut by_why = Lines::default();
            for why in whys {
                let twice = *why == Why::Gone || charges && *why != Why::Unclear;
                for second in [false, true].into_iter().take(if twice { 2 } else { 1 }) {
                    let question = Next::Ask(Question::Rows { transaction: of, why: *why, second });
                    let next = answered(record, &question, &Answer::Rows(rows.clone()), &self.limits);
                    by_why.add(self.next(next), format!("{}{}", word(why), if second { " second" } else { "" }));
                }
            }
            let alone = by_why.0.len() == 1;
            for (comes_to, whys) in by_why.0 {
                lines.add(comes_to, if alone { said.to_owned() } else { format!("{said} ({})", whys.join(", ")) });
            }
        }
        if let Some(step) = &in_hand {
            let sum = step.amount.unwrap_or_default();
            for (answer, said) in if charges { heard_of_charge(sum) } else { heard(sum) } {
                asked.push((Next::Send(step.clone()), answer, format!("answer {said}")));
            }
        }
        for delivery in &record.outbox {
            for ok in [true, false] {
                let said = if ok { "took" } else { "did not take" };
                asked.push((
                    Next::Tell(delivery.key.clone()),
                    Answer::Told(ok),
                    format!("hook {said} {}", delivery.key),
                ));
            }
        }
        let unknown = Question::Status { transaction: id(9), again: false, second: false, visit: true, fee: None };
        asked.push((Next::Ask(unknown), Answer::Status(Status::Waiting), "status of T9".to_owned()));
        asked.push((Next::Reserve, Answer::None, "nothing".to_owned()));
        for (question, answer, label) in asked {
            let next = answered(record, &question, &answer, &self.limits);
            lines.add(self.next(next), label);
        }
        if let Some(step) = in_hand {
            lines.add(self.next(Next::Write(Change::Renew(step))), "nothing, for it was not sent in time".to_owned());
        }
    }
}

/// Everything of a record but who wrote it.
fn fields(record: &Record) -> Value {
    let mut whole: Value = serde_json::from_str(&record.text()).unwrap();
    let all = whole.as_object_mut().unwrap();
    (_, _) = (all.remove("journal"), all.remove("writeIds"));
    whole
}

/// What differs, as deep as it lies.
fn differs(path: &str, old: &Value, new: &Value, out: &mut String) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match (old, new) {
        _ if old == new => {}
        (Value::Object(old), Value::Object(new)) => {
            for name in old.keys().chain(new.keys().filter(|name| !old.contains_key(*name))) {
                let of = |all: &serde_json::Map<String, Value>| all.get(name).cloned().unwrap_or_default();
                differs(&below(name), &of(old), &of(new), out);
            }
        }
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            for (place, (old, new)) in old.iter().zip(new).enumerate() {
                differs(&below(&place.to_string()), old, new, out);
            }
        }
        _ if new.is_null() => _ = write!(out, "; {path} is gone"),
        _ => _ = write!(out, "; {path} {new}"),
    }
}

fn moved(step: &crate::order::life::Move) -> String {
    let amount = step.amount.map(|amount| format!(" over {}", amount.text())).unwrap_or_default();
    let key = step.key.as_ref().map(|key| format!(" by key {key}")).unwrap_or_default();
    format!("{} T{}{amount}{key}", step.step.as_str(), step.transaction.get())
}

/// How it stands, and what people are told of it.
fn stands(of: &Situation, out: &mut String) {
    let (record, limits) = (&of.record, Limits::default());
    let _ = writeln!(out, "  record {}", fields(record));
    let _ = writeln!(out, "  closed {}; stuck {}", record.is_closed(), record.is_stuck());
    let wakes = |now: u64| match record.wake_at(now, &limits) {
        Some(at) => format!("{} s after it was reserved", (at - super::desk::NOW) / 1_000),
        None => "never".to_owned(),
    };
    let _ = writeln!(out, "  wakes {}; looked at 40 minutes later: {}", wakes(of.now), wakes(of.now + 40 * 60_000));
    let json = |value: &dyn Json| {
        let mut out = Out::default();
        value.write(&mut out);
        out.finish()
    };
    if let Some(payment) = record.shown() {
        let _ = writeln!(out, "  payment {}", json(&payment));
    }
    for trouble in &record.problems {
        let problem = record.problem(trouble);
        let _ = writeln!(out, "  problem {}", json(&problem));
    }
    if let Some(problem) = record.lost_key() {
        let _ = writeln!(out, "  problem {}", json(&problem));
    }
}

/// A situation's section, line by line.
fn section(of: &Situation, writes: &mut Writes) -> String {
    let mut out = String::new();
    let mut book = Book { of, limits: Limits::default(), writes, new: String::new(), known: Vec::new() };
    stands(of, &mut out);
    let mut lines = Lines::default();
    book.looks(&mut lines);
    out.push_str("  who comes\n");
    lines.text(&mut out);
    let mut lines = Lines::default();
    book.answers(&mut lines);
    out.push_str("  what comes back\n");
    lines.text(&mut out);
    out + &book.new
}

fn decided() -> String {
    let (mut out, mut writes) = (HEAD.to_owned(), Writes::default());
    for of in &situations() {
        let _ = write!(out, "\n## {}\n\n```\n{}```\n", of.name, section(of, &mut writes));
    }
    out
}

/// Of each safeguard the first few lines that are others without it.
fn without() -> String {
    let (mut out, mut writes) = (String::new(), Writes::default());
    let situations = situations();
    let with: Vec<_> = situations.iter().map(|of| section(of, &mut writes)).collect();
    for rule in Rule::ALL {
        let _ = writeln!(out, "\n## Without: {}\n\n```", rule.text());
        Rule::without(Some(*rule));
        let mut left = 1;
        for (of, with) in situations.iter().zip(&with) {
            let text = section(of, &mut Writes(writes.0.clone()));
            let known: std::collections::BTreeSet<&str> = with.lines().collect();
            let other: Vec<&str> = text.lines().filter(|line| !known.contains(line)).take(5).collect();
            if !other.is_empty() && left > 0 {
                let _ = writeln!(out, "{}\n{}", of.name, other.join("\n"));
                left -= 1;
            }
            if left == 0 {
                break;
            }
        }
        Rule::without(None);
        out.push_str("```\n");
    }
    out
}

/// The page has two parts; each test looks at its own.
fn compare(first: bool, new: &str) {
    let old = std::fs::read_to_string(PAGE).unwrap_or_default();
    let (head, tail) = old.split_once(MIDDLE).unwrap_or((&old, ""));
    if std::env::var_os("WRITE_DECISIONS").is_some() {
        let (head, tail) = if first { (new, tail) } else { (head, new) };
        return std::fs::write(PAGE, [head, MIDDLE, tail].concat()).unwrap();
    }
    let known = if first { head } else { tail };
    for (number, (known, new)) in known.lines().zip(new.lines()).enumerate() {
        assert_eq!(known, new, "line {} of this part of tests/life/decisions.md", number + 1);
    }
    assert_eq!(known.len(), new.len(), "tests/life/decisions.md");
}

#[test]
fn the_page_of_decisions_is_what_the_code_decides() {
    compare(true, &decided());
}

#[test]
fn the_page_of_decisions_shows_what_each_safeguard_is_for() {
    compare(false, &without());
}
