//! Requests that are still on their way.

use super::World;
use super::records::Record;
use crate::clock::Millis;
use crate::late::Late;

impl World {
    pub(crate) fn send_late(&mut self, late: Late) {
        self.late.push(late);
        self.touched.insert(Record::Late);
    }

    /// The next request that has arrived by now, in the order of arrival.
    pub(crate) fn arrived(&mut self, now: Millis) -> Option<Late> {
        let due = self.late.iter().enumerate().filter(|(_, late)| late.due <= now);
        let (place, _) = due.min_by_key(|(place, late)| (late.due, *place))?;
        self.touched.insert(Record::Late);
        Some(self.late.remove(place))
    }
}
