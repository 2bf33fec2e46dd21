//! Ways to spoil a signed text: in its letters, in its bytes, and with parts of other genuine texts.

use arbitrary::Unstructured;

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// `genuine` after up to four changes that `bytes` choose; perhaps none at all.
pub(crate) fn spoiled(genuine: &str, others: &[&str], bytes: &mut Unstructured<'_>) -> String {
    let mut text = genuine.as_bytes().to_vec();
    for _ in 0..bytes.arbitrary::<u8>().unwrap_or(0) % 5 {
        let Ok([kind, high, low, value]) = bytes.arbitrary::<[u8; 4]>() else { break };
        let at = usize::from(u16::from_be_bytes([high, low])) % (text.len() + 1);
        match kind % 10 {
            0 | 1 => {
                if let Some(mut plain) = decode(&text) {
                    let place = at % plain.len().max(1);
                    plain.iter_mut().skip(place).take(1).for_each(|byte| *byte ^= 1 << (value % 8));
                    text = encode(&plain);
                }
            }
            2 => text.iter_mut().skip(at).take(1).for_each(|letter| *letter = LETTERS[usize::from(value % 64)]),
            3 => text.insert(at, LETTERS[usize::from(value % 64)]),
            4 => text.truncate(at),
            5 => _ = text.drain(..at),
            6 => text.insert(at, value),
            7 => text.rotate_left(at),
            8 => {
                // The order of one with the signature of the other.
                let other = others[usize::from(value) % others.len()].as_bytes();
                let cut = other.len().min(at);
                text.splice(..cut, other[..cut].iter().copied());
            }
            _ => text = bytes.bytes(bytes.len().min(usize::from(value))).unwrap_or_default().to_vec(),
        }
    }
    String::from_utf8_lossy(&text).into_owned()
}

/// Every text that differs from `genuine` in one bit of what it encodes.
pub(crate) fn every_bit(genuine: &str) -> Vec<String> {
    let plain = decode(genuine.as_bytes()).expect("a genuine text is Base64");
    let flipped = (0..plain.len() * 8).map(|bit| {
        let mut bytes = plain.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        String::from_utf8(encode(&bytes)).expect("Base64 is ASCII")
    });
    flipped.collect()
}

/// Base64 with the alphabet for URLs, without padding; bits left over are dropped.
fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let (mut bits, mut held, mut bytes) = (0_u32, 0, Vec::new());
    for letter in text {
        let value = LETTERS.iter().position(|known| known == letter)?;
        bits = bits << 6 | value as u32;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    Some(bytes)
}

fn encode(bytes: &[u8]) -> Vec<u8> {
    let group = |chunk: &[u8]| {
        let word = chunk.iter().chain(&[0, 0]).take(3).fold(0_usize, |word, byte| word << 8 | usize::from(*byte));
        let letters = [18, 12, 6, 0].map(|shift| LETTERS[word >> shift & 63]);
        letters[..=chunk.len()].to_vec()
    };
    bytes.chunks(3).flat_map(group).collect()
}
