//! Counts passed and failed tests in what test runners print.

use std::ops::AddAssign;

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    pub passed: u32,
    pub failed: u32,
}

impl Tally {
    /// A check that is no test suite counts as one.
    pub const CHECK: Self = Self { passed: 1, failed: 0 };

    /// From `cargo test` and wasm-bindgen's runner: `test result: ok. 3 passed; 0 failed; …`, once per binary.
    pub fn of_cargo(text: &str) -> Self {
        let mut tally = Self::default();
        for line in text.lines() {
            let Some((_, counts)) = line.split_once("test result: ") else {
                continue;
            };
            for count in counts.split([';', '.']) {
                let mut words = count.split_whitespace();
                match (words.next().and_then(|word| word.parse::<u32>().ok()), words.next()) {
                    (Some(number), Some("passed")) => tally.passed += number,
                    (Some(number), Some("failed")) => tally.failed += number,
                    _ => {}
                }
            }
        }
        tally
    }

    /// From `node --test`: `# pass 3`, or `ℹ pass 3` from its other reporter.
    pub fn of_node(text: &str) -> Self {
        let mut tally = Self::default();
        for line in text.lines() {
            let mut words = line.split_whitespace();
            if !matches!(words.next(), Some("#" | "ℹ")) {
                continue;
            }
            let word = words.next();
            let number = words.next().and_then(|word| word.parse::<u32>().ok());
            match (word, number, words.next()) {
                (Some("pass"), Some(number), None) => tally.passed += number,
                (Some("fail" | "cancelled"), Some(number), None) => tally.failed += number,
                _ => {}
            }
        }
        tally
    }

    /// From `cargo xtask mutants`: `3 passed, 0 failed`, once.
    pub fn of_sum(text: &str) -> Self {
        let sum = |line: &str| {
            let (passed, failed) = line.strip_suffix(" failed")?.split_once(" passed, ")?;
            Some(Self { passed: passed.parse().ok()?, failed: failed.parse().ok()? })
        };
        text.lines().rev().find_map(sum).unwrap_or_default()
    }

    pub fn total(self) -> u32 {
        self.passed + self.failed
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn cargo_s_lines_are_summed_over_all_binaries() {
        let text = "test a ... ok\n\
            test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s\n\
            test result: FAILED. 3 passed; 2 failed; 0 ignored\n";
        let expected = Tally { passed: 15, failed: 2 };
        assert_eq!(Tally::of_cargo(text), expected);
    }

    #[test]
    fn both_of_node_s_reporters_are_read() {
        let expected = Tally { passed: 7, failed: 3 };
        let tap = "# tests 10\n# pass 7\n# fail 2\n# cancelled 1\n# pass the salt 9\n";
        assert_eq!(Tally::of_node(tap), expected);
        assert_eq!(Tally::of_node(&tap.replace('#', "ℹ")), expected);
    }

    #[test]
    fn a_sum_is_read_as_it_is() {
        let text = "412 killed, 3 survive as listed\n415 passed, 2 failed\n";
        assert_eq!(Tally::of_sum(text), Tally { passed: 415, failed: 2 });
    }

    #[test]
    fn nothing_printed_is_no_test() {
        assert_eq!(Tally::of_cargo("").total(), 0);
        assert_eq!(Tally::of_node("ok 1 - a").total(), 0);
    }
}
