//! The lives that are walked through: each a small world, in v2 and v3, with true and with stale details.

use super::desk::Role;
use super::world::Left;
use crate::money::Amount;

/// A partial refund.
pub(super) const A_PART: Amount = match Amount::from_hundredths(super::books::UNIT * 100) {
    Some(amount) => amount,
    None => Amount::ZERO,
};
/// A refund of all that is left.
pub(super) const ALL: Option<Amount> = None;

#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
    pub(super) v3: bool,
    pub(super) capture: bool,
    pub(super) preapproved: bool,
    /// A registration over nothing.
    pub(super) zero: bool,
    /// LINE Pay lists no row of that.
    pub(super) unlisted: bool,
    /// A details answer may be late by one.
    pub(super) stale: bool,
    /// LINE Pay refuses (1172) a confirm when another transaction of the order was paid.
    pub(super) one_payment: bool,
    /// A confirm before the approval ends the reservation.
    pub(super) early_kills: bool,
    /// What is over answers 1169, as what is not approved does.
    pub(super) over_is_1169: bool,
    /// LINE Pay takes no confirm any more when the margin after the time to approve is over.
    pub(super) short: bool,
    /// The network may deliver a confirm twice, the second time late.
    pub(super) twice: bool,
    /// Another program pays T2 of the order, past the ledger.
    pub(super) foreign: bool,
    /// LINE Pay was given another orderId for T2.
    pub(super) renamed: bool,
    /// The order is charged by regKey.
    pub(super) charged: bool,
    /// Writes may arrive late.
    pub(super) late_writes: bool,
    /// It begins with the order paid.
    pub(super) paid: bool,
    /// And told.
    pub(super) told: bool,
    /// How many are at work at once.
    pub(super) slots: usize,
    pub(super) left: Left,
    pub(super) acts: &'static [Role],
}

const LEFT: Left = Left {
    visits: [0, 0],
    cancels: 0,
    pays: [0, 0],
    sweeps: 1,
    acts: 0,
    faults: 1,
    write_faults: 0,
    crashes: 0,
    refusals: 0,
};

pub(super) const PLAIN: Setting = Setting {
    v3: false,
    capture: true,
    preapproved: false,
    zero: false,
    unlisted: false,
    stale: false,
    one_payment: false,
    early_kills: false,
    over_is_1169: false,
    short: false,
    twice: false,
    foreign: false,
    renamed: false,
    charged: false,
    late_writes: false,
    paid: false,
    told: true,
    slots: 2,
    left: LEFT,
    acts: &[],
};

const REGISTRATION: Setting = Setting { zero: true, preapproved: true, ..PLAIN };

/// What every run of the tests walks through to the last state.
pub(super) fn small() -> Vec<(&'static str, Setting)> {
    let l = Left { sweeps: 0, ..LEFT };
    let with = |left: Left| Setting { left, ..PLAIN };
    let paid = |left: Left| Setting { paid: true, ..with(left) };
    vec![
        ("a return twice", with(Left { visits: [2, 0], ..l })),
        ("a return, a sweep, a crash", with(Left { visits: [1, 0], sweeps: 1, crashes: 1, ..l })),
        ("other terms", with(Left { visits: [1, 1], pays: [0, 1], ..l })),
        ("other terms, a sweep", with(Left { visits: [0, 1], pays: [0, 1], sweeps: 1, ..l })),
        ("other terms, another orderId", Setting { renamed: true, ..with(Left { visits: [1, 1], pays: [0, 1], ..l }) }),
        ("a cancel, the same terms", with(Left { visits: [1, 1], cancels: 1, pays: [1, 0], faults: 0, ..l })),
        ("a cancel, other terms", with(Left { visits: [1, 0], cancels: 1, pays: [0, 1], faults: 0, ..l })),
        ("a short time to confirm", Setting { short: true, ..with(Left { visits: [1, 0], sweeps: 1, ..l }) }),
        (
            "a confirm that comes twice",
            Setting { twice: true, ..with(Left { visits: [1, 0], cancels: 1, sweeps: 1, ..l }) },
        ),
        (
            "1169 for what is over",
            Setting { early_kills: true, over_is_1169: true, ..with(Left { visits: [2, 0], ..l }) },
        ),
        (
            "paid past the ledger",
            Setting { one_payment: true, foreign: true, ..with(Left { visits: [1, 0], sweeps: 1, ..l }) },
        ),
        (
            "a ledger that fails",
            Setting { late_writes: true, ..with(Left { visits: [1, 0], sweeps: 1, faults: 0, write_faults: 1, ..l }) },
        ),
        ("a registration", Setting { left: Left { visits: [2, 0], crashes: 1, ..l }, ..REGISTRATION }),
        (
            "a registration without a row",
            Setting { unlisted: true, left: Left { visits: [2, 0], crashes: 1, ..l }, ..REGISTRATION },
        ),
        ("abandoned", with(Left { visits: [1, 0], cancels: 1, sweeps: 1, ..l }).with_acts(&[Role::Abandon])),
        (
            "capture and void",
            Setting { capture: false, ..paid(Left { sweeps: 1, ..l }) }.with_acts(&[Role::Capture, Role::Void]),
        ),
        (
            "capture and refund",
            Setting { capture: false, ..paid(Left { sweeps: 1, ..l }) }.with_acts(&[Role::Capture, Role::RefundAll]),
        ),
        (
            "hooks and a refund",
            Setting { preapproved: true, ..with(Left { visits: [1, 0], sweeps: 1, ..l }) }
                .with_acts(&[Role::RefundAll]),
        ),
        (
            "a part and all",
            paid(Left { sweeps: 1, ..l }).with_acts(&[Role::Part, Role::RefundAll, Role::Resolve(false)]),
        ),
        ("two parts", paid(Left { sweeps: 1, ..l }).with_acts(&[Role::Part, Role::PartTwo, Role::Resolve(false)])),
        ("one key", paid(Left { sweeps: 1, ..l }).with_acts(&[Role::Part, Role::PartAgain, Role::PartOther])),
        (
            "two parts, untold",
            Setting { told: false, ..paid(Left { sweeps: 1, ..l }) }.with_acts(&[Role::Part, Role::PartTwo]),
        ),
        ("a charge", charges(Left { sweeps: 1, crashes: 1, refusals: 1, ..l }).with_acts(&CHARGE_TWICE)),
        (
            "a charge that comes twice",
            Setting { twice: true, ..charges(Left { sweeps: 1, refusals: 1, ..l }) }.with_acts(&CHARGE_TWICE),
        ),
        (
            "a charge and a page",
            Setting { twice: true, ..charges(Left { visits: [0, 1], pays: [1, 0], refusals: 1, ..l }) }
                .with_acts(&[Role::Charge(0)]),
        ),
        (
            "a charge, other terms, a ledger that fails",
            Setting { late_writes: true, ..charges(Left { sweeps: 1, faults: 0, write_faults: 1, ..l }) }
                .with_acts(&[Role::Charge(0), Role::Charge(1)]),
        ),
        (
            "a charge, abandoned",
            charges(Left { sweeps: 1, ..l }).with_acts(&[Role::Charge(0), Role::Abandon, Role::RefundAll]),
        ),
    ]
}

/// Asked for, and asked for again.
const CHARGE_TWICE: [Role; 2] = [Role::Charge(0), Role::Charge(0)];

const fn charges(left: Left) -> Setting {
    Setting { charged: true, left, ..PLAIN }
}

/// Larger worlds, for the heavy test: tens of millions of states.
pub(super) fn large() -> Vec<(&'static str, Setting)> {
    let l = LEFT;
    let with = |left: Left| Setting { left, ..PLAIN };
    let odd = Setting { early_kills: true, over_is_1169: true, ..PLAIN };
    let late = Setting { late_writes: true, ..PLAIN };
    let past = Setting { one_payment: true, foreign: true, ..PLAIN };
    let held = Setting { capture: false, ..PLAIN };
    vec![
        ("return twice, sweep", with(Left { visits: [2, 0], sweeps: 2, faults: 2, crashes: 1, ..l })),
        ("return and other terms", with(Left { visits: [1, 1], pays: [0, 1], sweeps: 2, ..l })),
        ("cancel, other terms", with(Left { visits: [2, 1], cancels: 1, pays: [0, 1], sweeps: 0, faults: 0, ..l })),
        ("cancel, same terms", with(Left { visits: [1, 1], cancels: 1, pays: [1, 0], ..l })),
        ("two pays at once", with(Left { visits: [1, 1], pays: [1, 1], ..l })),
        ("refused", with(Left { visits: [2, 1], pays: [0, 1], refusals: 1, ..l })),
        ("odd 1169", Setting { left: Left { visits: [1, 1], pays: [0, 1], sweeps: 2, ..l }, ..odd }),
        ("order guard", Setting { one_payment: true, ..with(Left { visits: [1, 1], cancels: 1, pays: [1, 0], ..l }) }),
        ("paid past, twice", Setting { left: Left { visits: [2, 0], sweeps: 2, crashes: 1, ..l }, ..past }),
        ("registration, sweeps", Setting { left: Left { visits: [2, 0], sweeps: 2, crashes: 1, ..l }, ..REGISTRATION }),
        (
            "registration without a row, sweeps",
            Setting { unlisted: true, left: Left { visits: [2, 0], sweeps: 2, crashes: 1, ..l }, ..REGISTRATION },
        ),
        (
            "registration, paid past",
            Setting { one_payment: true, foreign: true, left: Left { visits: [1, 0], sweeps: 2, ..l }, ..REGISTRATION },
        ),
        ("ledger faults", Setting { left: Left { visits: [1, 0], sweeps: 2, write_faults: 2, ..l }, ..late }),
        (
            "ledger faults, two",
            Setting { left: Left { visits: [1, 1], pays: [0, 1], sweeps: 0, write_faults: 1, ..l }, ..late },
        ),
        (
            "capture, void, sweeps",
            Setting { left: Left { visits: [1, 0], sweeps: 2, ..l }, ..held }.with_acts(&[Role::Capture, Role::Void]),
        ),
        (
            "capture, then refund",
            Setting { left: Left { visits: [1, 0], crashes: 1, ..l }, ..held }
                .with_acts(&[Role::Capture, Role::RefundAll]),
        ),
        (
            "hooks and refund",
            Setting { preapproved: true, ..with(Left { visits: [1, 0], sweeps: 2, faults: 2, crashes: 1, ..l }) }
                .with_acts(&[Role::RefundAll]),
        ),
        (
            "refunds mixed",
            with(Left { visits: [1, 0], sweeps: 2, crashes: 1, ..l }).with_acts(&[
                Role::Part,
                Role::RefundAll,
                Role::Resolve(false),
            ]),
        ),
        (
            "partial refunds",
            with(Left { visits: [1, 0], sweeps: 2, ..l }).with_acts(&[
                Role::Part,
                Role::PartAgain,
                Role::PartTwo,
                Role::Resolve(false),
            ]),
        ),
        ("abandon", with(Left { visits: [2, 0], sweeps: 2, ..l }).with_acts(&[Role::Abandon])),
        (
            "abandon, two",
            Setting { left: Left { visits: [1, 1], cancels: 1, pays: [1, 0], ..l }, ..held }
                .with_acts(&[Role::Abandon]),
        ),
        (
            "a charge, three times",
            charges(Left { sweeps: 2, faults: 2, crashes: 1, refusals: 1, ..l }).with_acts(&[
                Role::Charge(0),
                Role::Charge(0),
                Role::Charge(0),
            ]),
        ),
        (
            "a charge that is held, and settled by a person",
            Setting { capture: false, twice: true, ..charges(Left { sweeps: 2, faults: 2, refusals: 1, ..l }) }
                .with_acts(&[Role::Charge(0), Role::Capture, Role::Void, Role::Resolve(false)]),
        ),
        ("three at once", Setting { slots: 3, ..with(Left { visits: [1, 1], pays: [0, 1], ..l }) }),
    ]
}

/// Each world in v2 and v3, which differ until the order is paid. Details may be late by one: what happens where they
/// are true happens there as well.
pub(super) fn in_versions(worlds: Vec<(&'static str, Setting)>) -> Vec<(String, Setting)> {
    let mut all = Vec::new();
    for (name, world) in worlds {
        for v3 in [false, true].into_iter().take(if world.paid || world.charged { 1 } else { 2 }) {
            let version = if v3 { "v3" } else { "v2" };
            all.push((format!("{name} in {version}"), Setting { v3, stale: true, ..world }));
        }
    }
    all
}
