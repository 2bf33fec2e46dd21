//! Makes a bad life smaller: without acts and faults that its end does not depend on.

use crate::fault::{Fault, Faults};
use crate::run::Number;
use crate::world::Mask;

/// What can be left out so that the same property is still broken.
pub(crate) fn shrink(number: Number, property: &str) -> Mask {
    let mut mask = Mask::default();
    let bad = |mask: &Mask| number.live(mask, false).broken.is_some_and(|(known, _)| known == property);
    if !bad(&mask) {
        return mask;
    }
    let acts = number.life().acts.len();
    loop {
        let before = mask.clone();
        for act in (0..acts).rev() {
            attempt(&mut mask, &bad, |mask| mask.acts.insert(act));
        }
        for fault in Fault::ALL {
            let known = mask.faults.has(fault);
            attempt(&mut mask, &bad, |mask| {
                mask.faults = mask.faults.with(fault);
                !known
            });
        }
        // What is left, one by one.
        for (task, number, _) in number.live(&mask, false).happened.into_iter().rev() {
            attempt(&mut mask, &bad, |mask| mask.single.insert((task, number)));
        }
        if mask == before {
            break;
        }
    }
    // Kinds that no longer happen need not be named.
    let plain = Mask { faults: Faults::default(), ..mask.clone() };
    if bad(&plain) { plain } else { mask }
}

fn attempt(mask: &mut Mask, bad: &impl Fn(&Mask) -> bool, change: impl FnOnce(&mut Mask) -> bool) {
    let mut smaller = mask.clone();
    if change(&mut smaller) && bad(&smaller) {
        *mask = smaller;
    }
}
