//! Lives in which comes together what chance alone seldom brings together. Each shows why some safeguards are there.

use crate::fault::{Fault, Faults};
use crate::kind::Kind;
use crate::life::{Act, HOUR, Life, MINUTE, SECOND};
use crate::random::Random;
use linepay_edge::Version;
use serde_json::json;

/// After so long somebody else may take a step over.
pub(crate) const LEASE: u64 = 106 * SECOND;

/// How many of a hundred lives are of a kind in `Kind::RARE`.
pub(crate) const OFTEN: u64 = 9;

/// What goes wrong together while several reservations wait.
const WINDOWS: [&[Fault]; 11] = [
    &[Fault::Late],
    &[Fault::Late, Fault::Refused],
    &[Fault::Late, Fault::Refused, Fault::LostReply],
    &[Fault::Late, Fault::CodeBefore],
    &[Fault::Late, Fault::StaleCall, Fault::StaleTime],
    &[Fault::CodeAfter],
    &[Fault::CodeAfter, Fault::StaleCall],
    &[Fault::CodeAfter, Fault::StaleCall],
    &[Fault::CodeAfter, Fault::StaleCall],
    &[Fault::LostReply, Fault::Pause],
    &[Fault::WriteLate, Fault::Pause, Fault::Crash],
];

/// And while money is given back.
const PERSON: [&[Fault]; 5] = [
    &[Fault::Late],
    &[Fault::Late, Fault::LostReply],
    &[Fault::HookHangs, Fault::Pause],
    &[Fault::HangBefore, Fault::Crash],
    &[Fault::Pause],
];

impl Life {
    /// The plan of such a life; `false`: it is of another kind.
    pub(crate) fn dense(&mut self, random: &mut Random, kind: Option<Kind>) -> bool {
        match kind {
            Some(Kind::Windows) => self.windows(random),
            Some(Kind::Deadline) => self.deadline(random),
            Some(Kind::Person) => self.person(random),
            Some(Kind::Copies) => self.copies(random),
            Some(Kind::Stalled) => self.stalled(random),
            Some(Kind::Again) => self.again(random),
            Some(Kind::Registered) => self.registered(random),
            _ => return false,
        }
        true
    }

    /// The faults of one of these sets, and often.
    pub(crate) fn only(&mut self, random: &mut Random, sets: &[&[Fault]]) {
        self.faults = random.pick(sets).iter().fold(Faults::default(), |faults, fault| faults.with(*fault));
        self.rate = random.pick(&[100, 250, 400]);
    }

    /// The buyer leaves by cancelUrl, pays anew, approves each time, and comes back to all of it.
    fn windows(&mut self, random: &mut Random) {
        let calm = random.percent(15);
        self.only(random, &WINDOWS);
        if calm {
            self.rate = 0;
        }
        self.swept = random.percent(35);
        let other = random.percent(50);
        let gap = |random: &mut Random| {
            if random.percent(60) { LEASE + random.spread(SECOND, 4 * MINUTE) } else { random.spread(100, 20 * SECOND) }
        };
        let (mut at, mut paid) = (0, Vec::new());
        for number in 0..random.between(2, 3) {
            let pay = self.acts.len();
            self.acts.push((at, Act::Pay(usize::from(other && number > 0))));
            paid.push(pay);
            at += random.spread(SECOND, 30 * SECOND);
            let leaves = random.percent(60);
            if leaves && random.percent(50) {
                self.acts.push((at, Act::Cancel(pay)));
                at += random.spread(SECOND, 30 * SECOND);
            }
            self.acts.push((at, Act::Decide(pay, "approve")));
            for _ in 0..random.below(4) {
                at += gap(random);
                self.acts.push((at, Act::Visit(random.pick(&paid))));
            }
            at += gap(random);
            if leaves {
                self.acts.push((at, Act::Cancel(pay)));
                at += random.spread(SECOND, 30 * SECOND);
            }
        }
        for _ in 0..random.between(1, 3) {
            self.acts.push((at, Act::Visit(random.pick(&paid))));
            at += gap(random);
        }
    }

    /// A confirm is late, the same one is refused once more, and the order is reserved over other terms.
    fn copies(&mut self, random: &mut Random) {
        self.only(random, &[&[Fault::Late, Fault::Refused]]);
        self.rate = 500;
        self.swept = false;
        self.quotes[1].amount = if self.quotes[0].amount == 0 { 0 } else { 500 };
        let gap = |random: &mut Random| LEASE + random.spread(SECOND, 2 * MINUTE);
        let mut at = 0;
        for (terms, visits) in [(0, 2), (1, 3)] {
            let pay = self.acts.len();
            self.acts.push((at, Act::Pay(terms)));
            self.acts.push((at + 5 * SECOND, Act::Decide(pay, "approve")));
            at += 10 * SECOND;
            for _ in 0..visits {
                self.acts.push((at, Act::Visit(pay)));
                at += gap(random);
            }
        }
    }

    /// A visit before the buyer has approved, and the approval at the end of its time.
    fn deadline(&mut self, random: &mut Random) {
        let limit = 30 * MINUTE;
        if random.percent(60) {
            self.quotes[0].version = Version::V2;
        }
        self.settings["approvalWindowSeconds"] = json!(30 * 60 - 1);
        self.only(random, &[&[Fault::Slow], &[Fault::HangBefore], &[Fault::ReadSlow, Fault::WriteSlow]]);
        if random.percent(60) {
            self.rate = 0;
        }
        self.latency = random.pick(&[5, 80]);
        self.acts.push((0, Act::Pay(0)));
        let early = limit - random.between(5 * SECOND, 120 * SECOND);
        let approved = (early + random.spread(2 * SECOND, 60 * SECOND)).min(limit - 4 * SECOND);
        self.acts.push((early, Act::Visit(0)));
        self.acts.push((approved, Act::Decide(0, "approve")));
        for _ in 0..random.between(1, 2) {
            self.acts.push((approved + random.spread(SECOND, 5 * MINUTE), Act::Visit(0)));
        }
    }

    /// Refunds in part whose answers are lost, and a person who says too early what became of them.
    fn person(&mut self, random: &mut Random) {
        self.capture = true;
        self.only(random, &PERSON);
        self.acts.push((0, Act::Pay(0)));
        self.acts.push((10 * SECOND, Act::Decide(0, "approve")));
        self.acts.push((20 * SECOND, Act::Visit(0)));
        self.acts.push((5 * MINUTE, Act::Visit(0)));
        let mut at = 20 * SECOND;
        for key in ["r1", "r2"] {
            at += random.spread(SECOND, 10 * MINUTE);
            self.acts.push((at, Act::Refund(key, Some(random.pick(&[60, 60, 45])))));
            at += LEASE + random.spread(SECOND, 20 * MINUTE);
            self.acts.push((at, Act::Sweep));
            for _ in 0..random.between(1, 2) {
                let soon = random.percent(70);
                at += random.spread(SECOND, if soon { HOUR } else { 8 * HOUR });
                self.acts.push((at, Act::Resolve));
            }
        }
    }

    /// The buyer comes back too early, LINE Pay has the confirm twice, and between the two the buyer approves. Then the
    /// buyer leaves by cancelUrl, and nobody confirms it any more.
    fn again(&mut self, random: &mut Random) {
        self.only(random, &[&[Fault::Twice]]);
        // Of a registration over nothing v2 knows rows at most: without them nobody can tell what the second copy did.
        self.settings["freeRows"] = json!(true);
        self.swept = random.percent(50);
        self.acts.push((0, Act::Pay(0)));
        let early = random.between(5 * SECOND, 20 * MINUTE);
        self.acts.push((early, Act::Visit(0)));
        self.acts.push((early + random.spread(SECOND / 2, 30 * SECOND), Act::Decide(0, "approve")));
        self.acts.push((early + random.between(MINUTE, 5 * MINUTE), Act::Cancel(0)));
    }

    /// Two buyers' pages, one after the other's time is up, and a hook that does not take the payment at once.
    fn stalled(&mut self, random: &mut Random) {
        let sets: [&[Fault]; 3] =
            [&[Fault::Pause, Fault::HookHangs], &[Fault::Pause, Fault::HookThrows], &[Fault::Pause, Fault::HangAfter]];
        self.only(random, &sets);
        self.rate = 800;
        self.swept = random.percent(50);
        self.acts.push((0, Act::Pay(0)));
        self.acts.push((10 * SECOND, Act::Decide(0, "approve")));
        let mut at = 20 * SECOND;
        for _ in 0..random.between(3, 6) {
            self.acts.push((at, Act::Visit(0)));
            at += LEASE + random.spread(SECOND, MINUTE);
        }
    }

    /// LINE Pay lists no row of it, so its word counts: a late one calls it over, when its time is over and the process
    /// that confirmed it has ended before that was written down; or one says so to the confirm that made it.
    fn registered(&mut self, random: &mut Random) {
        self.only(random, &[&[Fault::StaleCall, Fault::Crash], &[Fault::StaleCall, Fault::Crash], &[Fault::CodeAfter]]);
        self.settings["freeRows"] = json!(false);
        self.rate = 400;
        self.swept = false;
        self.settings["confirmWindowSeconds"] = json!(300);
        self.acts.push((0, Act::Pay(0)));
        let approved = random.between(5 * SECOND, 20 * MINUTE);
        self.acts.push((approved, Act::Decide(0, "approve")));
        self.acts.push((approved + 2 * SECOND, Act::Visit(0)));
        for _ in 0..random.between(1, 2) {
            let later = random.between(5 * MINUTE, 10 * MINUTE);
            self.acts.push((approved + later, if random.percent(50) { Act::Visit(0) } else { Act::Sweep }));
        }
    }
}
