//! The life of a reservation within its order: one table, and the diagram that is drawn from it. The tests find every
//! way in it, and no other.

use std::fmt::Write as _;

use super::record::ReservationState;
use ReservationState::{Abandoned, Dead, Open, Returned, Superseded, Unresolved, Withdrawn, Won};

const BACK: &str = "the buyer comes back too early";
const CANCELS: &str = "the buyer cancels";
const OTHER: &str = "other terms";
const SHOP: &str = "the shop abandons the order";
const CONFIRM: &str = "a confirm is written down";
const NOT: &str = "not approved, or refused";
const OVER: &str = "it is over";

/// From which state, by what, to which. `None`: there was no reservation.
pub const TABLE: &[(Option<ReservationState>, &str, ReservationState)] = &[
    (None, "reserve", Open),
    (Some(Open), BACK, Returned),
    (Some(Open), CANCELS, Withdrawn),
    (Some(Open), OTHER, Superseded),
    (Some(Open), SHOP, Abandoned),
    (Some(Open), CONFIRM, Unresolved),
    (Some(Open), OVER, Dead),
    (Some(Returned), CANCELS, Withdrawn),
    (Some(Returned), OTHER, Superseded),
    (Some(Returned), SHOP, Abandoned),
    (Some(Returned), CONFIRM, Unresolved),
    (Some(Returned), OVER, Dead),
    (Some(Withdrawn), BACK, Returned),
    (Some(Withdrawn), OTHER, Superseded),
    (Some(Withdrawn), SHOP, Abandoned),
    (Some(Withdrawn), CONFIRM, Unresolved),
    (Some(Withdrawn), OVER, Dead),
    (Some(Withdrawn), "confirmed", Won),
    (Some(Unresolved), NOT, Returned),
    (Some(Unresolved), NOT, Abandoned),
    (Some(Unresolved), "confirmed", Won),
    (Some(Unresolved), OVER, Dead),
    (Some(Superseded), OVER, Dead),
    (Some(Abandoned), OVER, Dead),
];

/// The table as a Mermaid state diagram.
#[must_use]
pub fn mermaid() -> String {
    let mut text = String::from("stateDiagram-v2\n");
    for (from, by, to) in TABLE {
        let from = from.map_or("[*]", ReservationState::as_str);
        // Writing to a String cannot fail.
        let _ = writeln!(text, "    {from} --> {}: {by}", to.as_str());
    }
    for end in ReservationState::ALL.into_iter().filter(|state| state.is_over()) {
        let _ = writeln!(text, "    {} --> [*]", end.as_str());
    }
    text
}
