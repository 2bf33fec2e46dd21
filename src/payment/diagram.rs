//! The life-cycle diagram, drawn from the table.

use std::fmt::Write as _;

use super::{Cause, TABLE};

/// The machine as a Mermaid state diagram.
#[must_use]
pub fn mermaid() -> String {
    let mut text = String::from("stateDiagram-v2\n    [*] --> reserved: reserve\n");
    for (from, cause, to) in TABLE {
        let label = match cause {
            Cause::Step(step) => step.as_str().to_owned(),
            Cause::Buyer(what) => format!("buyer {what}"),
            Cause::Time(what) => format!("time - {what}"),
        };
        let id = |name: &str| name.replace('-', "_");
        // Writing to a String cannot fail.
        let _ = writeln!(text, "    {} --> {}: {label}", id(from.as_str()), id(to.as_str()));
    }
    text
}
