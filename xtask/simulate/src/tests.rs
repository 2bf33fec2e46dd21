//! The simulation itself, tried.

use crate::books::{SECRET, as_received};
use crate::crowd::{Crowd, Sum};
use crate::kind::Kind;
use crate::process::Process;
use crate::run::Number;
use crate::world::{Mask, World};
use linepay_edge::Request;
use linepay_edge::flow::Kept;
use linepay_edge::input::Input;
use linepay_edge::order::life::{Move, Rule, WriteId};

fn crowd(seed: u64, orders: u64, threads: usize) -> Sum {
    Crowd { seed, orders, kind: None, without: None, until: None, threads, first: false, told: false }.run()
}

#[test]
fn one_seed_gives_one_trace() {
    let one = crowd(7, 300, 1);
    assert_eq!(one.hash, crowd(7, 300, 3).hash, "whatever the threads");
    assert_ne!(one.hash, crowd(8, 300, 1).hash);
}

#[test]
fn a_bad_life_is_made_smaller_and_stays_bad() {
    let found = crate::rules::first(Rule::IntentFirst, 1, None, 1).expect("it is missed");
    Rule::without(Some(Rule::IntentFirst));
    let number = Number { seed: 1, order: found.0 - 1, kind: None };
    let whole = number.live(&Mask::default(), false);
    let mask = crate::shrink::shrink(number, found.1);
    let small = number.live(&mask, true);
    assert_eq!(small.broken.map(|(property, _)| property), Some(found.1));
    assert!(small.happened.len() <= whole.happened.len());
    assert!(mask.acts.len() + 3 >= number.life().acts.len(), "a visit, a decision and a pay are enough: {mask:?}");
    assert!(!small.lines.is_empty());
    Rule::without(None);
}

/// As many as the test command has time for: the seed that is always tried, and one of this day.
const ORDERS: u64 = 10_000;

fn well(seed: u64) {
    let sum = crowd(seed, ORDERS, 1);
    let first = sum.broken.first_key_value();
    assert!(first.is_none(), "cargo xtask simulate --orders {ORDERS} --seed {seed}: {first:?}");
    assert_eq!(sum.orders, ORDERS);
}

#[test]
fn lives_of_a_fixed_seed_are_well() {
    well(1);
}

#[test]
fn lives_of_a_fresh_seed_are_well() {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("it is after 1970");
    well(u64::try_from(since.as_millis()).expect("a number"));
}

/// A quiet life that ends paid, captured at once, with nothing given back.
fn paid(kind: Kind) -> Number {
    let numbers = (0..).map(|order| Number { seed: 5, order, kind: Some(kind) });
    let plain = |number: &Number| {
        let life = number.life();
        let operated = life.acts.iter().any(|(_, act)| format!("{act:?}").starts_with(['R', 'A']));
        life.rate == 0 && life.capture && life.quotes[0].amount > 0 && !operated && number.forged(|_| {}).is_none()
    };
    let ends_paid = |number: &Number| number.live(&Mask::default(), false).end == "paid";
    numbers.filter(plain).find(ends_paid).expect("there is one")
}

#[test]
fn each_judge_finds_a_forged_book() {
    let of = |world: &World<'_>| world.record().and_then(|record| record.payment).expect("paid").transaction;
    let text = |world: &World<'_>| world.store.kept.borrow().as_ref().map(|kept| kept.text.clone()).expect("a record");
    let put = |world: &World<'_>, text: String| {
        *world.store.kept.borrow_mut() = Some(Kept { text, version: "forged".to_owned() });
    };
    let number = paid(Kind::Calm);
    let judged = |property: &str, forge: &dyn Fn(&World<'_>)| {
        let found = number.forged(forge).unwrap_or("nothing");
        assert!(found.starts_with(property), "{property}: {found}");
    };
    judged("nothing", &|_| {});
    judged("P1", &|world| *world.store.kept.borrow_mut() = None);
    judged("R", &|world| put(world, "{}".to_owned()));
    judged("S", &|world| world.keeps_the_secret("a record", &format!("x{SECRET}y")));
    judged("P7", &|world| put(world, text(world).replace("\"state\":\"won\"", "\"state\":\"dead\"")));
    judged("P11", &|world| put(world, text(world).replace("\"money\":\"captured\"", "\"money\":\"authorized\"")));
    judged("T", &|world| {
        let problem = "\"problems\":[{\"kind\":\"amount-differs\",\"since\":1}]";
        put(world, text(world).replace("\"problems\":[]", problem));
    });
    judged("P5", &|world| {
        let text = text(world);
        let place = text.find("\"reservations\"").expect("there are some");
        let (before, after) = text.split_at(place);
        put(world, before.to_owned() + &after.replacen("\"amount\":360", "\"amount\":300", 1));
    });
    judged("H5", &|world| world.seen.borrow_mut().took.clear());
    judged("H6", &|world| {
        world.seen.borrow_mut().took.clear();
        world.says(&world.record().expect("a record"));
    });
    judged("P0", &|world| {
        let process = Process::new(world, 1, false);
        world.leaves(&process, "confirm", Some(&of(world).to_string()));
    });
    judged("L6", &|world| {
        let process = Process::new(world, 1, false);
        let step = format!("\"step\":\"refund\",\"transactionId\":\"{}\",\"amount\":60,\"key\":\"r1\"", of(world));
        let work = "\"fence\":\"n1-1\",\"written\":1,\"until\":2,\"attempt\":1,\"known\":[],\"stuck\":false";
        put(world, text(world).replace("\"others\"", &format!("\"work\":{{{step},{work}}},\"others\"")));
        let mut record = world.record().expect("a record");
        record.write_ids.push(WriteId("n1-1".to_owned()));
        world.ends_its_own(None, &record);
        world.refund_leaves(&Move { key: Some("r2".to_owned()), ..record.work.expect("it is in hand").step });
        world.leaves_nothing_unsent(&Process::new(world, 2, false));
        assert!(world.seen.borrow().broken.is_none(), "another process's");
        world.leaves_nothing_unsent(&process);
    });
    judged("P4", &|world| {
        let operation = linepay_edge::operations::find("refund").expect("an operation");
        let fields = format!("{{\"transactionId\":\"{}\",\"refundAmount\":60}}", of(world));
        let version = world.life.quotes[0].version;
        let request = Request::read(operation, version, Input::of(&fields), None).expect("it keeps the rules");
        let request = linepay_edge::prepare(&world.config(version), &request, "by-hand").expect("it can be sent");
        assert!(world.books.receive(&as_received(&request), world.now()).body.contains("0000"));
    });
}

/// A charge that is paid, and one that is refused: what the judges of charges look at.
#[test]
fn each_judge_of_charges_finds_a_forged_record() {
    let text = |world: &World<'_>| world.store.kept.borrow().as_ref().map(|kept| kept.text.clone()).expect("a record");
    let put = |world: &World<'_>, text: String| {
        *world.store.kept.borrow_mut() = Some(Kept { text, version: "forged".to_owned() });
    };
    let numbers = (0..).map(|order| Number { seed: 5, order, kind: Some(Kind::Charge) });
    let plain = |number: &Number| {
        let life = number.life();
        let only = life.acts.iter().all(|(_, act)| format!("{act:?}").starts_with("Charge(0, 0)"));
        let lived = number.live(&Mask::default(), false);
        only && life.capture && lived.end == "paid" && lived.happened.is_empty()
    };
    let number = numbers.into_iter().find(plain).expect("there is one");
    let judged = |property: &str, forge: &dyn Fn(&World<'_>)| {
        let found = number.forged(forge).unwrap_or("nothing");
        assert!(found.starts_with(property), "{property}: {found}");
    };
    let key = |world: &World<'_>| world.keys.borrow()[0].clone();
    judged("nothing", &|_| {});
    judged("K: the regKey of a charge is shown", &|world| world.keeps_the_key("a view", &key(world)));
    judged("K: the regKey of a charge is kept", &|world| {
        let by = format!("\"charge\":{{\"regKey\":\"{}\",\"productName\":\"x\",", key(world));
        put(world, text(world).replace("\"charge\":{", &by));
    });
    let leaves = |world: &World<'_>, amount: u32| {
        let wish = world.wish(0, 0);
        let key = wish.by.reg_key.as_str();
        let fields = format!("{{\"regKey\":\"{key}\",\"productName\":\"x\",\"amount\":{amount},");
        let fields = fields + "\"currency\":\"TWD\",\"orderId\":\"ORD-1\"}";
        let operation = linepay_edge::operations::find("preApproval").expect("an operation");
        let version = world.life.quotes[0].version;
        let request = Request::read(operation, version, Input::of(&fields), None).expect("it keeps the rules");
        let request = linepay_edge::prepare(&world.config(version), &request, "by-hand").expect("it can be sent");
        world.charge_leaves(&as_received(&request));
    };
    judged("L4", &|world| {
        world.charged.borrow_mut().said = [false; 2];
        world.charge_is_known(&[], &world.record().expect("a record"));
    });
    judged("P0", &|world| leaves(world, 360));
    let in_hand = |world: &World<'_>| {
        let until = world.store_now() + 60_000;
        let work = format!(
            "\"work\":{{\"step\":\"preApproval\",\"fence\":\"f\",\"written\":1,\"until\":{until},\"attempt\":1,\
             \"known\":[],\"stuck\":false}},\"others\""
        );
        put(world, text(world).replace("\"others\"", &work));
    };
    judged("C1", &|world| {
        in_hand(world);
        leaves(world, 360);
    });
    judged("C2", &|world| {
        let text = text(world);
        let (from, to) = (text.find("\"payment\"").expect("it is paid"), text.find("\"others\"").expect("none"));
        put(world, text[..from].to_owned() + &text[to..]);
        in_hand(world);
        leaves(world, 361);
    });
}

/// A wish to pay that is told "taken": the judge speaks if nobody has paid, and nothing went wrong on the way.
#[test]
fn the_judge_of_orders_that_cannot_be_paid_finds_a_forged_refusal() {
    let operation = linepay_edge::operations::find("reserve").expect("an operation");
    let refused = |world: &World<'_>, code: &str| {
        let body = format!("{{\"returnCode\":\"{code}\",\"returnMessage\":\"forged\"}}");
        let version = world.life.quotes[0].version;
        let error = operation.accept(version, &linepay_edge::Expected::default(), 200, &body).expect_err("refused");
        world.wish_ends(&Process::new(world, 1, false), &Err(error));
    };
    let first = |end: &str, suffixes: bool| {
        let fits = |number: &Number| {
            let lived = number.live(&Mask::default(), false);
            number.life().suffixes == suffixes && lived.end == end && lived.happened.is_empty()
        };
        let mut numbers = (0..).map(|order| Number { seed: 5, order, kind: Some(Kind::Terms) });
        numbers.find(fits).expect("there is one")
    };
    let unpaid = first("closed", true);
    let found = unpaid.forged(|world| refused(world, "1172"));
    assert_eq!(found, Some("L5: an order that nobody has paid cannot be paid"));
    assert_eq!(unpaid.forged(|world| refused(world, "1142")), None, "another refusal");
    let went_wrong = unpaid.forged(|world| {
        world.happened.borrow_mut().push((1, 0, crate::fault::Fault::LostReply));
        refused(world, "1172");
    });
    assert_eq!(went_wrong, None, "an answer was lost on the way");
    assert_eq!(first("closed", false).forged(|world| refused(world, "1172")), None, "it may have no other orderId");
    assert_eq!(first("paid", true).forged(|world| refused(world, "1172")), None, "it is paid");
}

/// The judges that no forged book can reach: each finds what a safeguard keeps from happening.
#[test]
fn each_judge_finds_what_a_safeguard_keeps_from_happening() {
    let of = [
        (Rule::SendRight, "P0"),
        (Rule::UnsentOwn, "P13"),
        (Rule::PaidEnds, "P2"),
        (Rule::OnlyRecorded, "P3"),
        (Rule::Supersede, "P8"),
        (Rule::AbandonedStays, "P9"),
        (Rule::AskFirst, "P12"),
        (Rule::RefundedNotPaid, "H1"),
        (Rule::HooksInOrder, "H2"),
        (Rule::HookRight, "H3"),
        (Rule::StepWaitsForHook, "H4"),
        (Rule::SweepConfirms, "L2"),
        (Rule::ReturnRevives, "L3"),
        (Rule::ChargeCopies, "C3"),
        (Rule::OtherIdAsks, "P10"),
        (Rule::AllIdsAsked, "L1"),
    ];
    for (rule, property) in of {
        let found = crate::rules::first(rule, 1, None, 1).map(|(_, property)| property);
        assert!(found.is_some_and(|found| found.starts_with(property)), "{rule:?}: {found:?}, not {property}");
    }
}
