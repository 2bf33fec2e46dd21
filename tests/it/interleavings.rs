//! Two visits to one order's pages in every order with few switches between them, with one fault at any place.
//!
//! Each run of the tests tries a part, with one switch; `INTERLEAVINGS=3` tries so many, with
//! all faults and all worlds (in release).

use crate::support::shop::network::{Trouble, Weather};
use crate::support::shop::{Held, MINUTE, Reserved, SECRET, Shop, config_of};
use linepay_edge::Version;
use linepay_edge::flow::{Advice, CheckoutVerdict, ProblemKind, State, VisitKind};
use std::collections::BTreeMap;
use std::future::Future;
use std::panic::resume_unwind;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};

/// What the two visits are.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Pair {
    /// The same confirm page twice.
    Same,
    /// Two reservations over the same sum.
    Two,
    /// The second over a smaller sum.
    Cheaper,
    /// The second is the first one's status page.
    Status,
}

#[derive(Clone, Copy, Debug)]
struct World {
    version: Version,
    capture: bool,
    preapproved: bool,
    pair: Pair,
    /// One browser that keeps its cookies; else two without.
    one_browser: bool,
    fault: Option<(usize, Trouble)>,
}

const FAULTS: [Trouble; 14] = [
    Trouble::LoseRequest,
    Trouble::LoseReply,
    Trouble::HangAfter,
    Trouble::Late(MINUTE),
    Trouble::Late(10 * MINUTE),
    Trouble::Truncated,
    Trouble::CodeBefore("1150"),
    Trouble::CodeBefore("1172"),
    Trouble::CodeBefore("1169"),
    Trouble::CodeBefore("1198"),
    Trouble::CodeAfter("1198"),
    Trouble::CodeBefore("9000"),
    Trouble::CodeBefore("1159"),
    Trouble::CodeAfter("1159"),
];

/// The buyer's browser.
#[derive(Default)]
struct Jar(Vec<(String, String)>);

impl Jar {
    fn keep(&mut self, cookie: &str) {
        let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
        self.0.retain(|(known, _)| known != name);
        self.0.push((name.to_owned(), value.to_owned()));
    }

    fn header(&self) -> Option<String> {
        let pairs: Vec<_> = self.0.iter().map(|(name, value)| format!("{name}={value}")).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }
}

/// What one run came to.
struct Run {
    /// At each step: whether the other visit could have gone on as well.
    choices: Vec<bool>,
    /// Was there an exchange at the fault's place?
    struck: bool,
}

type Visiting<'a> = Pin<Box<dyn Future<Output = CheckoutVerdict> + 'a>>;

/// Both visits, step by step: `turns` says where it is the other one's turn, as long as both can go on.
#[allow(clippy::too_many_lines, reason = "one story")]
fn run(world: World, turns: &[bool], seen: &mut BTreeMap<String, usize>) -> Run {
    let place = || format!("{world:?} {turns:?}");
    let shop = Shop {
        config: config_of(world.version),
        capture: world.capture,
        preapproved: world.preapproved,
        ..Shop::new()
    };
    let first = shop.approved("ORD-1", 360);
    let second = match world.pair {
        Pair::Same | Pair::Status => first.clone(),
        Pair::Two => shop.approved("ORD-1", 360),
        Pair::Cheaper => shop.approved("ORD-1", 60),
    };
    let mut jar = Jar::default();
    if world.one_browser {
        [&first, &second].iter().for_each(|reserved| jar.keep(&reserved.cookie));
    }
    let before = shop.network.sent().len();
    if let Some((place, trouble)) = world.fault {
        shop.network.set_weather(Weather::At(place, trouble));
    }
    let kind = if world.pair == Pair::Status { VisitKind::Status } else { VisitKind::Confirm };
    let pages = [
        (VisitKind::Confirm, first.confirm.as_str()),
        (kind, if kind == VisitKind::Status { &second.status } else { &second.confirm }),
    ];
    let headers: [std::cell::RefCell<Option<String>>; 2] = Default::default();
    let mut visits: [Option<Visiting<'_>>; 2] = [None, None];
    let mut verdicts: [Option<CheckoutVerdict>; 2] = [None, None];
    let (mut choices, mut current) = (Vec::new(), false);
    // Did the second visit begin with what the first one's answer told the browser, or the other way about?
    let mut apart = false;
    let mut context = Context::from_waker(Waker::noop());
    while verdicts.iter().any(Option::is_none) {
        let both = verdicts.iter().all(Option::is_none);
        let turn = if both {
            let switch = turns.get(choices.len()).copied().unwrap_or(false);
            choices.push(switch);
            current ^= switch;
            usize::from(current)
        } else {
            usize::from(verdicts[0].is_some())
        };
        let (kind, url) = pages[turn];
        if visits[turn].is_none() {
            apart = apart || verdicts.iter().any(Option::is_some);
            *headers[turn].borrow_mut() = jar.header();
            let header = jar.header();
            let shop = &shop;
            visits[turn] = Some(Box::pin(async move { shop.visit_async(kind, url, header.as_deref()).await }));
        }
        // As far as the next request: what LINE Pay does with it is the next turn's.
        let sent = shop.network.sent().len();
        let visit = visits[turn].as_mut().unwrap();
        while shop.network.sent().len() == sent {
            if let Poll::Ready(verdict) = visit.as_mut().poll(&mut context) {
                if let Some(cookie) = verdict.set_cookie.as_ref().filter(|_| world.one_browser) {
                    jar.keep(cookie);
                }
                verdicts[turn] = Some(verdict);
                break;
            }
        }
    }
    let struck = world.fault.is_none_or(|(place, _)| shop.network.sent().len() > before + place);
    shop.network.set_weather(Weather::Quiet);
    let verdicts = verdicts.map(Option::unwrap);
    for verdict in &verdicts {
        *seen.entry(format!("{:?}", verdict.state)).or_default() += 1;
        truthful(&shop, world, verdict, &place);
    }

    // The browser looks again, before and after everything has arrived.
    let mut all: Vec<CheckoutVerdict> = verdicts.into();
    for minutes in [0, 15] {
        shop.network.advance(minutes * MINUTE);
        for reserved in [&second, &first] {
            let header = jar.header();
            let verdict = shop.visit(VisitKind::Confirm, &reserved.confirm, header.as_deref());
            if let Some(cookie) = verdict.set_cookie.as_ref().filter(|_| world.one_browser) {
                jar.keep(cookie);
            }
            truthful(&shop, world, &verdict, &place);
            all.push(verdict);
        }
    }
    settled(&shop, world, &first, &second, &all, &jar, apart, &place);
    for text in
        shop.network.events().iter().chain(all.iter().map(|verdict| format!("{verdict:?}")).collect::<Vec<_>>().iter())
    {
        assert!(!text.contains(SECRET), "{}", place());
    }
    Run { choices, struck }
}

/// Nothing is claimed that LINE Pay does not hold.
fn truthful(shop: &Shop, world: World, verdict: &CheckoutVerdict, place: &dyn Fn() -> String) {
    let held = shop.held();
    let payment = verdict.payment.as_ref();
    if matches!(verdict.state, State::Paid | State::Authorized) {
        let payment = payment.unwrap();
        let row = held.iter().find(|row| row.transaction == payment.transaction_id.to_string()).unwrap();
        assert!(row.is_held(), "{}: {row:?}", place());
        assert_eq!(payment.amount.to_string(), row.amount.to_string(), "{}", place());
        assert_eq!(payment.captured, row.is_paid(), "{}", place());
        assert_eq!(verdict.state == State::Paid, payment.captured, "{}", place());
        assert_eq!(payment.captured, world.capture, "{}", place());
        assert!(payment.reg_key.is_none() || world.preapproved, "{}", place());
    } else {
        assert!(payment.is_none(), "{}: {verdict:?}", place());
    }
    let fine = matches!(
        verdict.state,
        State::Paid
            | State::Authorized
            | State::Pending
            | State::Unpaid
            | State::Mismatch
            | State::NotApproved
            | State::Gone
            | State::Unclear
    );
    assert!(fine, "{}: {:?}", place(), verdict.state);
}

#[allow(clippy::too_many_arguments, reason = "what a run left behind")]
fn settled(
    shop: &Shop,
    world: World,
    first: &Reserved,
    second: &Reserved,
    all: &[CheckoutVerdict],
    jar: &Jar,
    apart: bool,
    place: &dyn Fn() -> String,
) {
    let mut holding: Vec<_> = shop.held().into_iter().filter(Held::is_held).map(|row| row.transaction).collect();
    holding.sort();
    assert!(!holding.is_empty(), "{}: nothing was paid in the end", place());
    // In a row, a browser that keeps its cookies charges once.
    if (world.one_browser && apart) || first.transaction == second.transaction {
        assert_eq!(holding.len(), 1, "{}: {:?}", place(), all.iter().map(|verdict| verdict.state).collect::<Vec<_>>());
    }
    // One advice from everywhere, and obeying it leaves one payment.
    let mut advice = Vec::new();
    for reserved in [first, second] {
        for (kind, url) in [
            (VisitKind::Confirm, &reserved.confirm),
            (VisitKind::Cancel, &reserved.cancel),
            (VisitKind::Status, &reserved.status),
        ] {
            for cookies in [None, Some(reserved.cookie.clone()), jar.header()] {
                let verdict = shop.visit(kind, url, cookies.as_deref());
                truthful(shop, world, &verdict, place);
                assert!(!matches!(verdict.state, State::Unpaid | State::Pending | State::Gone), "{}", place());
                let twice = verdict.problems.into_iter().filter(|problem| problem.kind == ProblemKind::PaidTwice);
                advice.push(twice.flat_map(|problem| problem.extras).collect::<Vec<_>>());
            }
        }
    }
    advice.dedup();
    assert_eq!(advice.len(), 1, "{}: {advice:?}", place());
    let extras: Vec<_> = advice[0].iter().map(|extra| extra.transaction_id.to_string()).collect();
    assert_eq!(extras, holding[1..], "{}", place());
    let right = if world.capture { Advice::Refund } else { Advice::Void };
    assert!(advice[0].iter().all(|extra| extra.advice == right), "{}", place());
    if world.preapproved {
        keys(shop, world, &holding[0], all, apart, place);
    }
}

/// The key of the payment that counts was delivered or is told to be lost, each at most once from one browser.
fn keys(shop: &Shop, world: World, counts: &str, all: &[CheckoutVerdict], apart: bool, place: &dyn Fn() -> String) {
    let of = |verdict: &CheckoutVerdict| {
        verdict.payment.as_ref().is_some_and(|paid| paid.transaction_id.to_string() == counts)
    };
    let mine = || all.iter().filter(|verdict| of(verdict));
    let lost = mine().filter(|verdict| verdict.problems.iter().any(|problem| problem.kind == ProblemKind::RegKeyLost));
    let lost = lost.count();
    let keys: Vec<_> = mine().filter_map(|verdict| verdict.payment.as_ref()?.reg_key.clone()).collect();
    let known = shop.keys().into_iter().find(|key| key.issued_by == counts).unwrap();
    assert!(keys.iter().all(|key| key.as_str() == known.key), "{}", place());
    assert!(keys.len() <= 1, "{}", place());
    if world.one_browser {
        assert!(keys.len() + lost >= 1, "{}: neither delivered nor told", place());
        // Two visits that run through each other do not know of each other: each tells it. Later ones know.
        assert!(lost <= if apart { 1 } else { 2 }, "{}: told {lost} times", place());
    }
}

/// Every schedule of a world with so many switches at most, depth first. How many, and whether its
/// fault came to pass in any.
fn explore(world: World, switches: usize, seen: &mut BTreeMap<String, usize>) -> (usize, bool) {
    let (mut turns, mut runs, mut any) = (Vec::new(), 0, false);
    loop {
        let Run { choices, struck } = run(world, &turns, seen);
        any |= struck;
        runs += 1;
        turns = choices;
        loop {
            while turns.pop_if(|switch| *switch).is_some() {}
            match turns.last_mut() {
                Some(switch) => *switch = true,
                None => return (runs, any),
            }
            if turns.iter().filter(|switch| **switch).count() <= switches {
                break;
            }
        }
    }
}

/// What differs most, so that a run of the tests stays short.
const PART: [(Version, bool, bool); 2] = [(Version::V2, false, true), (Version::V3, true, false)];

/// The worlds without a fault.
fn worlds(all: bool) -> Vec<World> {
    let mut worlds = Vec::new();
    for version in Version::ALL {
        for (capture, preapproved) in [(true, false), (false, false), (true, true), (false, true)] {
            for pair in [Pair::Same, Pair::Two, Pair::Cheaper, Pair::Status] {
                for one_browser in [true, false] {
                    if all || (pair != Pair::Status && PART.contains(&(version, capture, preapproved))) {
                        worlds.push(World { version, capture, preapproved, pair, one_browser, fault: None });
                    }
                }
            }
        }
    }
    worlds
}

/// A world without a fault, then with each at each place. How many runs, and in how many worlds.
fn with_faults(world: World, all: bool, switches: usize, seen: &mut BTreeMap<String, usize>) -> (usize, usize) {
    let (mut runs, mut worlds) = (explore(world, switches, seen).0, 1);
    for trouble in FAULTS {
        let few = [Trouble::Late(MINUTE), Trouble::CodeBefore("1150")];
        if !all && (!few.contains(&trouble) || !world.one_browser) {
            continue;
        }
        for place in 0.. {
            let (count, struck) = explore(World { fault: Some((place, trouble)), ..world }, switches, seen);
            if !struck || (!all && place > 2) {
                break;
            }
            runs += count;
            worlds += 1;
        }
    }
    (runs, worlds)
}

/// On every core; each takes the next world.
#[test]
fn two_visits_of_one_order_in_every_order_with_one_fault_anywhere() {
    let given: Option<usize> = std::env::var("INTERLEAVINGS").ok().map(|number| number.parse().unwrap());
    let (all, switches) = (given.is_some(), given.unwrap_or(1));
    let (todo, next) = (worlds(all), AtomicUsize::new(0));
    let work = || {
        let (mut runs, mut worlds, mut seen) = (0, 0, BTreeMap::new());
        while let Some(world) = todo.get(next.fetch_add(1, Ordering::Relaxed)) {
            let (more, faults) = with_faults(*world, all, switches, &mut seen);
            (runs, worlds) = (runs + more, worlds + faults);
        }
        (runs, worlds, seen)
    };
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let parts: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    });
    let (mut runs, mut worlds, mut seen) = (0, 0, BTreeMap::<String, usize>::new());
    for (more, faults, states) in parts {
        (runs, worlds) = (runs + more, worlds + faults);
        for (state, count) in states {
            *seen.entry(state).or_default() += count;
        }
    }
    println!("{runs} runs in {worlds} worlds: {seen:?}");
    assert!(runs > 250, "{runs}");
    for state in ["Paid", "Authorized", "Pending", "Mismatch"] {
        assert!(seen.get(state) > Some(&20), "{state} was hardly ever reached: {seen:?}");
    }
}
