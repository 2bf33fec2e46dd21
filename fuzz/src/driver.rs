//! Drives a target for a while without libFuzzer: seeds, mutated by a generator that depends on a number alone.

use crate::Target;

/// Numbers that only depend on a seed (SplitMix64).
pub struct Random(u64);

impl Random {
    /// From a seed.
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `limit`; 0 for 0.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.number() % (limit.max(1) as u64)) as usize
    }
}

/// The words of `fuzz/words.dict`, which libFuzzer reads as well.
pub fn words() -> Vec<Vec<u8>> {
    let lines = include_str!("../words.dict").lines().filter_map(|line| line.strip_prefix('"')?.strip_suffix('"'));
    lines.map(|word| unescaped(word.as_bytes())).collect()
}

/// Undoes the escapes of a libFuzzer dictionary: `\"`, `\\` and `\xAB`.
fn unescaped(word: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = word;
    while let [byte, after @ ..] = rest {
        (rest, _) = match (byte, after) {
            (b'\\', [b'x', high, low, after @ ..]) => {
                let digits = [*high, *low];
                let digits = std::str::from_utf8(&digits).expect("two hexadecimal digits");
                (after, bytes.push(u8::from_str_radix(digits, 16).expect("two hexadecimal digits")))
            }
            (b'\\', [escaped, after @ ..]) => (after, bytes.push(*escaped)),
            (plain, after) => (after, bytes.push(*plain)),
        };
    }
    bytes
}

/// Runs every seed, then `runs` mutants. A panic of the target ends it; the input is then printed.
pub fn drive(target: &Target, seed: u64, runs: usize) {
    let mut random = Random::new(seed);
    let (words, mut pool) = (words(), (target.seeds)());
    assert!(!pool.is_empty(), "{} has no seeds", target.name);
    let genuine = pool.len();
    for input in &pool {
        run(target, input);
    }
    for _ in 0..runs {
        // Mutants of mutants, too, but not only: most of them are no longer anything's shape.
        let among = if random.below(4) == 0 { pool.len() } else { genuine };
        let mut input = pool[random.below(among)].clone();
        for _ in 0..=random.below(4) {
            let other = &pool[random.below(genuine)];
            mutate(&mut input, other, &words, &mut random);
        }
        run(target, &input);
        if random.below(8) == 0 && input.len() < 8_192 {
            if pool.len() < genuine * 4 {
                pool.push(input);
            } else {
                let place = genuine + random.below(pool.len() - genuine);
                pool[place] = input;
            }
        }
    }
}

fn run(target: &Target, input: &[u8]) {
    struct Shown<'a>(&'a str, &'a [u8]);
    impl Drop for Shown<'_> {
        fn drop(&mut self) {
            if std::thread::panicking() {
                eprintln!("the input of {}: b\"{}\"", self.0, self.1.escape_ascii());
            }
        }
    }
    let _shown = Shown(target.name, input);
    (target.check)(input);
}

fn mutate(input: &mut Vec<u8>, other: &[u8], words: &[Vec<u8>], random: &mut Random) {
    // The end is where the targets have what they do with the rest.
    let reach = if random.below(2) == 0 { input.len().min(48) } else { input.len() };
    let at = input.len() - random.below(reach + 1);
    let end = (at + random.below(24)).min(input.len());
    match random.below(10) {
        0 => input.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << random.below(8)),
        1 => input.iter_mut().skip(at).take(1).for_each(|byte| *byte = random.number() as u8),
        2 => _ = input.drain(at..end),
        3 => {
            let copied = input[at..end].to_vec();
            input.splice(at..at, copied);
        }
        4 => {
            let from = random.below(other.len() + 1);
            let to = (from + random.below(400)).min(other.len());
            input.splice(at..end, other[from..to].iter().copied());
        }
        5 => {
            let word = &words[random.below(words.len())];
            input.splice(at..at, word.iter().copied());
        }
        6 => replace_value(input, at, words, random),
        7 => replace_digits(input, at, random),
        8 => copy_digits(input, random),
        _ => input.extend((0..random.below(12)).map(|_| random.number() as u8)),
    }
}

/// A word in the place of the JSON value that follows the next colon.
fn replace_value(input: &mut Vec<u8>, at: usize, words: &[Vec<u8>], random: &mut Random) {
    let Some(colon) = input.iter().skip(at).position(|byte| *byte == b':') else { return };
    let start = at + colon + 1;
    let length = input.iter().skip(start).position(|byte| b",}]".contains(byte)).unwrap_or(0);
    let word = &words[random.below(words.len())];
    input.splice(start..start + length, word.iter().copied());
}

/// Another digit, one more or one less, in the next run of digits.
fn replace_digits(input: &mut Vec<u8>, at: usize, random: &mut Random) {
    let Some(digit) = input.iter().skip(at).position(u8::is_ascii_digit).map(|place| place + at) else { return };
    let new = b'0' + random.below(10) as u8;
    match random.below(4) {
        0 => input.insert(digit, new),
        1 => _ = input.remove(digit),
        2 => input.insert(digit, b'-'),
        _ => input[digit] = new,
    }
}

/// One number of the input in the place of another: ids and sums that are right, but not here.
fn copy_digits(input: &mut Vec<u8>, random: &mut Random) {
    let is_start =
        |place: &usize| input[*place].is_ascii_digit() && (*place == 0 || !input[*place - 1].is_ascii_digit());
    let runs: Vec<_> = (0..input.len()).filter(is_start).map(|start| start..start + digits(&input[start..])).collect();
    // Ids and sums, not the codes and dates around them.
    let runs: Vec<_> = runs.into_iter().filter(|run| run.len() == 3 || run.len() > 12).collect();
    if runs.len() > 1 {
        let (from, to) = (runs[random.below(runs.len())].clone(), runs[random.below(runs.len())].clone());
        let copied = input[from].to_vec();
        input.splice(to, copied);
    }
}

fn digits(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_digit()).count()
}
