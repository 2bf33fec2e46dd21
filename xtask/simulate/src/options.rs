//! What the program is asked for. `cargo xtask simulate` has read it before, and says what is wrong with it.

use crate::fault::Fault;
use crate::kind::Kind;
use crate::world::Mask;
use linepay_edge::order::life::Rule;

#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) orders: u64,
    pub(crate) seed: u64,
    pub(crate) only: Option<Kind>,
    pub(crate) minutes: Option<u64>,
    pub(crate) json: bool,
    /// This order alone, told step by step.
    pub(crate) order: Option<u64>,
    /// What is left out of it.
    pub(crate) drop: Mask,
    /// The safeguard that is taken away.
    pub(crate) without: Option<Rule>,
    /// A table of all of them.
    pub(crate) rules: bool,
    /// Write the floors of the coverage.
    pub(crate) floors: bool,
    pub(crate) threads: usize,
}

/// A safeguard by its name.
pub(crate) fn rule(name: &str) -> Option<Rule> {
    Rule::ALL.iter().copied().find(|rule| format!("{rule:?}") == name)
}

impl Options {
    pub(crate) fn read(arguments: impl IntoIterator<Item = String>) -> Result<Options, String> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let mut options = Options {
            orders: 20_000,
            seed: 1,
            only: None,
            minutes: None,
            json: false,
            order: None,
            drop: Mask::default(),
            without: None,
            rules: false,
            floors: false,
            threads,
        };
        let mut arguments = arguments.into_iter();
        while let Some(name) = arguments.next() {
            match name.as_str() {
                "--json" => options.json = true,
                "--rules" => options.rules = true,
                "--floors" => options.floors = true,
                _ => {
                    let value = arguments.next().ok_or_else(|| format!("{name} needs a value"))?;
                    options.set(&name, &value).ok_or_else(|| format!("{name} {value} is not understood"))?;
                }
            }
        }
        Ok(options)
    }

    fn set(&mut self, name: &str, value: &str) -> Option<()> {
        let number = || value.parse::<u64>().ok();
        match name {
            "--orders" => self.orders = number()?,
            "--seed" => self.seed = number()?,
            "--only" => self.only = Some(Kind::named(value)?),
            "--minutes" => self.minutes = Some(number()?),
            "--order" => self.order = Some(number()?),
            "--drop" => self.drop = mask(value)?,
            "--without" => self.without = Some(rule(value)?),
            "--threads" => self.threads = number()?.max(1) as usize,
            _ => return None,
        }
        Some(())
    }
}

/// `3,late,1000.2`: an act, a kind of fault, a single fault.
pub(crate) fn mask(text: &str) -> Option<Mask> {
    let mut mask = Mask::default();
    for part in text.split(',').filter(|part| !part.is_empty()) {
        if let Some(fault) = Fault::named(part) {
            mask.faults = mask.faults.with(fault);
        } else if let Some((task, number)) = part.split_once('.') {
            mask.single.insert((task.parse().ok()?, number.parse().ok()?));
        } else {
            mask.acts.insert(part.parse().ok()?);
        }
    }
    Some(mask)
}

/// The same, written.
pub(crate) fn unmask(mask: &Mask) -> String {
    let acts = mask.acts.iter().map(usize::to_string);
    let faults = mask.faults.each().map(|fault| fault.name().to_owned());
    let single = mask.single.iter().map(|(task, number)| format!("{task}.{number}"));
    acts.chain(faults).chain(single).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_read_as_it_is_written() {
        for text in ["", "3,7", "late", "0,5,late,crash,3.1,1000.22"] {
            let read = mask(text).unwrap();
            assert_eq!(mask(&unmask(&read)), Some(read), "{text}");
        }
        assert_eq!(mask("earthquake"), None);
    }

    #[test]
    fn options_are_read_and_nothing_else() {
        let read = |text: &str| Options::read(text.split_whitespace().map(str::to_owned));
        let options = read("--orders 5 --seed 9 --only v3 --json --order 4 --drop 1 --without OwnRow").unwrap();
        assert_eq!((options.orders, options.seed, options.order), (5, 9, Some(4)));
        assert_eq!((options.only, options.without), (Some(Kind::V3), Some(Rule::OwnRow)));
        for wrong in ["--orders", "--orders x", "--only v5", "--without Nothing", "--drop earthquake", "--colour red"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
