//! Every state that can be reached in each world; and that a world without a safeguard is found out.

use std::collections::BTreeSet;

use super::checks::Lives;
use super::search::search;
use super::settings::{Setting, in_versions, large, small};
use crate::order::life::{Rule, TABLE};

/// More states than any small world has.
const MANY: usize = 400_000;

/// `LIVES=all` walks through the large worlds as well: a hundred million states, in release, and 12 GB of memory for
/// the largest of them. `LIVES` as a number cuts each of those after so many.
#[test]
fn every_life_of_an_order_ends_well() {
    let mut worlds = in_versions(small());
    let lives = std::env::var("LIVES").ok();
    let most = match &lives {
        Some(lives) => {
            worlds.extend(in_versions(large()));
            lives.parse().unwrap_or(usize::MAX)
        }
        None => MANY,
    };
    let (mut states, mut steps, mut ends, mut cut) = (0, 0, 0, 0);
    let mut ways = BTreeSet::new();
    for (name, setting) in &worlds {
        let mut life = Lives::new(*setting);
        let report = search(&mut life, most);
        if let Some((property, trace)) = report.found {
            panic!("{name}: {property}\n  {}", trace.join("\n  "));
        }
        if lives.is_some() {
            println!("{name}: {} states{}", report.states, if report.cut { ", cut" } else { "" });
        }
        (states, steps, ends) = (states + report.states, steps + report.steps, ends + life.ends);
        cut += usize::from(report.cut);
        ways.append(&mut life.desk.ways);
    }
    println!("{states} states by {steps} steps in {} worlds, {ends} ways to an end; {cut} cut", worlds.len());
    assert!(states > 1_000_000 && ends > 8_000 && (lives.is_some() || cut == 0), "{states} {ends} {cut}");
    // The drawing shows what there is, and nothing else.
    let table = TABLE.iter().map(|(from, by, to)| (from.map(|from| from.as_str()), *by, to.as_str()));
    let table: BTreeSet<_> = table.collect();
    let other: Vec<_> = ways.symmetric_difference(&table).collect();
    assert!(other.is_empty(), "gone and not in the table, or in it and never gone: {other:#?}");
}

/// In which world a rule's absence is found, and by which property.
const FOUND: &[(Rule, &str, &str)] = &[
    (Rule::CompareVersion, "abandoned in v2", "P9"),
    (Rule::IntentFirst, "a registration in v2", "P11"),
    (Rule::LostWriteUnknown, "a ledger that fails in v2", "H3"),
    (Rule::SendRight, "two parts in v2", "P4"),
    (Rule::FenceOutcome, "a registration in v3", "H3"),
    (Rule::UnsentOwn, "a cancel, the same terms in v2", "P2"),
    (Rule::LeaseBeforeTakeover, "two parts in v2", "P4"),
    (Rule::UnresolvedBlocks, "a cancel, the same terms in v2", "L1"),
    (Rule::OwnRow, "paid past the ledger in v2", "H1"),
    (Rule::SameStepAgain, "a registration without a row in v2", "P11"),
    (Rule::GoneWithoutRow, "a return twice in v3", "P7"),
    (Rule::NoRowTwice, "a return twice in v3", "P7"),
    (Rule::UnapprovedWaits, "a return twice in v2", "P11"),
    (Rule::WindowAtSend, "a return twice in v2", "P11"),
    (Rule::CopiesOut, "a registration in v2", "P11"),
    (Rule::AskFirst, "a return twice in v3", "P12"),
    (Rule::OneInHand, "two parts, untold in v2", "H1"),
    (Rule::PartNotRepeated, "two parts, untold in v2", "P4"),
    (Rule::NewRowOnly, "two parts, untold in v2", "P11"),
    (Rule::KeyOnce, "one key in v2", "P11"),
    (Rule::ResolveWaits, "a part and all in v2", "P11"),
    (Rule::OnlyRecorded, "other terms, a sweep in v2", "P3"),
    (Rule::Supersede, "other terms, a sweep in v2", "P8"),
    (Rule::SupersedeWithdrawn, "a cancel, other terms in v2", "P8"),
    (Rule::PayWaits, "other terms in v2", "P8"),
    (Rule::PaidEnds, "a cancel, the same terms in v2", "P2"),
    (Rule::ReturnRevives, "a cancel, the same terms in v2", "L2"),
    (Rule::AbandonedStays, "abandoned in v2", "P9"),
    (Rule::SweepConfirms, "a return twice in v2", "L3"),
    (Rule::SweepSparesWithdrawn, "abandoned in v2", "P9"),
    (Rule::SweepSparesSuperseded, "other terms, a sweep in v2", "P8"),
    (Rule::V2WaitsForWindow, "a return twice in v2", "P12"),
    (Rule::AttemptFirst, "a return twice in v2", "H3"),
    (Rule::HookRight, "hooks and a refund in v2", "H3"),
    (Rule::HooksInOrder, "hooks and a refund in v2", "H2"),
    (Rule::RefundedNotPaid, "hooks and a refund in v2", "H1"),
    (Rule::StepWaitsForHook, "hooks and a refund in v2", "H1"),
    (Rule::HookWaitsForStep, "two parts, untold in v2", "H1"),
    (Rule::KeyOwnEntry, "hooks and a refund in v2", "L1"),
    (Rule::ZeroGone, "a registration without a row in v2", "P11"),
    (Rule::ZeroOverTwice, "a registration in v3", "P7"),
    (Rule::ChargeOnce, "a charge in v2", "H3"),
    (Rule::ChargeAlone, "a charge and a page in v2", "P2"),
    (Rule::ChargeCopies, "a charge in v2", "C3"),
    (Rule::ChargeAsksLast, "a charge that comes twice in v2", "P11"),
    (Rule::SentAsksLast, "a confirm that comes twice in v2", "P11"),
    (Rule::AllIdsAsked, "other terms, another orderId in v2", "P11"),
];

/// What serves speed and buyers, or is guarded by LINE Pay: no life ends badly without it. `single` tests each.
const NEVER: [Rule; 3] = [Rule::LostWriteReread, Rule::AllAsksFirst, Rule::LinkAgain];

/// What LINE Pay is asked before a reservation, which is not walked through: `cargo xtask simulate` finds its absence.
const ELSEWHERE: [Rule; 1] = [Rule::OtherIdAsks];

fn without(rule: Rule, setting: Setting) -> (usize, Option<String>) {
    Rule::without(Some(rule));
    let report = search(&mut Lives::new(setting), MANY);
    Rule::without(None);
    (report.states, report.found.map(|(property, _)| property))
}

#[test]
fn the_absence_of_each_safeguard_is_found() {
    let worlds = in_versions(small());
    let mut wrong = Vec::new();
    for (rule, world, by) in FOUND {
        let (_, setting) = worlds.iter().find(|(name, _)| name == world).unwrap();
        let (states, property) = without(*rule, *setting);
        let found = property.clone().unwrap_or_default();
        println!("{rule:?}: {states} states, {}", found.split(" (").next().unwrap_or_default());
        if found.split(':').next() != Some(by) {
            wrong.push(format!("{rule:?} in {world}: {property:?}"));
        }
    }
    assert_eq!(wrong, [""; 0]);
    let tried =
        |rule: &Rule| NEVER.contains(rule) || ELSEWHERE.contains(rule) || FOUND.iter().any(|(tried, ..)| tried == rule);
    assert_eq!(Rule::ALL.iter().filter(|rule| !tried(rule)).collect::<Vec<_>>(), [] as [&Rule; 0]);
}
