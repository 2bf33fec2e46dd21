//! Numbers that depend on a seed and a name alone (SplitMix64). Each task of a life draws its own, so that taking one
//! task away changes nothing for the others.

/// Where numbers come from.
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

/// Two numbers as one that looks like neither.
pub(crate) fn mix(a: u64, b: u64) -> u64 {
    Random(a ^ b.wrapping_mul(0xd6e8_feb8_6659_fd93).rotate_left(32)).next()
}

impl Random {
    pub(crate) fn of(seed: u64, name: u64) -> Random {
        Random(mix(seed, name))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    /// From `least` to `most`, both included.
    pub(crate) fn between(&mut self, least: u64, most: u64) -> u64 {
        least + self.below(most - least + 1)
    }

    /// So many times of a thousand.
    pub(crate) fn mille(&mut self, chance: u64) -> bool {
        self.below(1_000) < chance
    }

    pub(crate) fn percent(&mut self, chance: u64) -> bool {
        self.mille(chance * 10)
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize]
    }

    /// A time between these, short ones as likely as long ones.
    pub(crate) fn spread(&mut self, least: u64, most: u64) -> u64 {
        let (least, most) = (least.max(1), most.max(2));
        let steps = u64::from((most / least).max(1).ilog2());
        let top = least << self.between(0, steps);
        self.between(least, top.saturating_mul(2).min(most).max(least))
    }
}
