//! Breadth first through every state that can be reached; what is found first is as short as it gets. States are
//! remembered by 64 bits of them.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hash, Hasher};

/// A quick hash: a multiplication for each word, and a mix at the end.
#[derive(Clone, Copy, Default)]
pub(super) struct Quick;

#[derive(Clone, Copy)]
pub(super) struct Mixer(u64);

impl BuildHasher for Quick {
    type Hasher = Mixer;
    fn build_hasher(&self) -> Mixer {
        Mixer(0x1234_5678_9abc_def1)
    }
}

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        let mixed = (self.0 ^ self.0 >> 31).wrapping_mul(0xd6e8_feb8_6659_fd93);
        let mixed = (mixed ^ mixed >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93);
        mixed ^ mixed >> 32
    }
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
    }
    fn write_u8(&mut self, word: u8) {
        self.write_u64(u64::from(word));
    }
    fn write_u32(&mut self, word: u32) {
        self.write_u64(u64::from(word));
    }
    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }
    fn write_isize(&mut self, word: isize) {
        self.write_u64(word as u64);
    }
    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(9) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

pub(super) fn print_of<T: Hash>(value: &T) -> u64 {
    Quick.hash_one(value)
}

/// Numbers that are mixed already.
#[derive(Clone, Copy, Default)]
pub(super) struct Mixed;

pub(super) struct Same(u64);

impl BuildHasher for Mixed {
    type Hasher = Same;
    fn build_hasher(&self) -> Same {
        Same(0)
    }
}

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {}
    fn write_u64(&mut self, word: u64) {
        self.0 = word;
    }
}

pub(super) type Prints = HashSet<u64, Mixed>;

/// Something that may happen: the state after it, or the property that it breaks.
pub(super) struct Step<S> {
    pub(super) name: String,
    pub(super) next: Result<S, String>,
}

pub(super) trait Model {
    type State: Clone + Hash;
    fn start(&mut self) -> Self::State;
    /// Everything that may happen next; without `named` the names are empty.
    fn steps(&mut self, state: &Self::State, named: bool, out: &mut Vec<Step<Self::State>>);
    /// Is the state as it should be?
    fn check(&mut self, state: &Self::State) -> Result<(), String>;
}

/// What a search came to.
pub(super) struct Report {
    pub(super) states: usize,
    /// How many things happened in all.
    pub(super) steps: usize,
    /// The property that is broken, and how it came to that.
    pub(super) found: Option<(String, Vec<String>)>,
    /// There are more states than were allowed.
    pub(super) cut: bool,
}

pub(super) fn search<M: Model>(model: &mut M, most: usize) -> Report {
    let start = model.start();
    let mut before: HashMap<u64, (u64, u32), Mixed> = HashMap::default();
    let first = print_of(&start);
    before.insert(first, (first, 0));
    let (mut level, mut out, mut steps) = (vec![start], Vec::new(), 0);
    while !level.is_empty() {
        let mut below = Vec::new();
        for state in level {
            let print = print_of(&state);
            if let Err(property) = model.check(&state) {
                let trace = retrace(model, &before, print, None);
                return Report { states: before.len(), steps, found: Some((property, trace)), cut: false };
            }
            out.clear();
            model.steps(&state, false, &mut out);
            steps += out.len();
            for (index, step) in out.drain(..).enumerate() {
                match step.next {
                    Err(property) => {
                        let trace = retrace(model, &before, print, Some(index as u32));
                        return Report { states: before.len(), steps, found: Some((property, trace)), cut: false };
                    }
                    Ok(next) => {
                        let child = print_of(&next);
                        before.entry(child).or_insert_with(|| {
                            below.push(next);
                            (print, index as u32)
                        });
                    }
                }
            }
            if before.len() > most {
                return Report { states: before.len(), steps, found: None, cut: true };
            }
        }
        level = below;
    }
    Report { states: before.len(), steps, found: None, cut: false }
}

fn retrace<M: Model>(
    model: &mut M,
    before: &HashMap<u64, (u64, u32), Mixed>,
    mut print: u64,
    last: Option<u32>,
) -> Vec<String> {
    let mut way: Vec<u32> = last.into_iter().collect();
    while let Some((parent, index)) = before.get(&print).filter(|(parent, _)| *parent != print) {
        way.push(*index);
        print = *parent;
    }
    let (mut state, mut names) = (model.start(), Vec::new());
    for index in way.into_iter().rev() {
        let mut out = Vec::new();
        model.steps(&state, true, &mut out);
        let step = out.swap_remove(index as usize);
        names.push(step.name);
        if let Ok(next) = step.next {
            state = next;
        }
    }
    names
}
