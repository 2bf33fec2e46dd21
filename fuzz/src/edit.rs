//! Changes of what a caller gave: a tree of values, edited as bytes choose.

use crate::tree::Tree;
use arbitrary::{Result, Unstructured};

/// A text that stands for a secret: no refusal may repeat it.
pub(crate) const PLANTED: &str = "RKPLANTED4SECRET";

const NUMBERS: [f64; 18] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    360.0,
    9.99,
    0.01,
    0.001,
    0.1 + 0.2,
    9_999_999_999_999.0,
    9_999_999_999_999.99,
    1e13,
    4_294_967_295.0,
    4_294_967_296.0,
    9_007_199_254_740_993.0,
    f64::NAN,
    f64::INFINITY,
    1e308,
];
const INTEGERS: [i128; 7] = [0, 360, -1, 9_999_999_999_999, 1 << 53, i64::MAX as i128 + 1, i128::MIN];
const TEXTS: [&str; 30] = [
    "",
    PLANTED,
    "x",
    "茶",
    "🍵",
    "\u{fffd}",
    "\u{2028}",
    "\u{7f}\n\r\0",
    "360",
    "360.00",
    "0360",
    "-1",
    "9.999",
    "TWD",
    "JPY",
    "USD",
    "9223372036854775807",
    "9223372036854775808",
    "007",
    "https://shop.example.com/c?x=%2F",
    "https://shop.example.com/?transactionId=1",
    "http://127.0.0.1:3000/ok",
    "https://user@evil.example/",
    "javascript:alert(1)",
    "NONE",
    "SERVER",
    "PREAPPROVED",
    "RECURRING",
    "../../void",
    "a b&c=d#e+%2F\"\\",
];
const LENGTHS: [usize; 10] = [12, 30, 32, 50, 64, 100, 200, 500, 4_000, 4_001];
const NAMES: [&str; 24] = [
    "transactionId",
    "orderId",
    "amount",
    "currency",
    "regKey",
    "productName",
    "refundAmount",
    "refundAmont",
    "capture",
    "options",
    "extras",
    "packages",
    "products",
    "price",
    "quantity",
    "userFee",
    "shipping",
    "idList",
    "fields",
    "confirmUrlType",
    "regPayRequest",
    "__proto__",
    "",
    "訂單",
];

/// Applies up to eight changes.
pub(crate) fn edited(mut tree: Tree, bytes: &mut Unstructured<'_>) -> Tree {
    let mut left = 8;
    while left > 0 && !bytes.is_empty() {
        left -= 1;
        if edit(&mut tree, bytes).is_err() {
            break;
        }
    }
    tree
}

fn edit(tree: &mut Tree, bytes: &mut Unstructured<'_>) -> Result<()> {
    let [place, action] = bytes.arbitrary::<[u8; 2]>()?;
    let mut place = usize::from(place) % count(tree);
    // The root is mostly left an object.
    let action = if place == 0 && !action.is_multiple_of(16) { action % 7 } else { action };
    let Some(node) = at(tree, &mut place) else { return Ok(()) };
    match (action % 12, node) {
        (0, Tree::Object(entries)) if !entries.is_empty() => {
            _ = entries.remove(usize::from(bytes.arbitrary::<u8>()?) % entries.len());
        }
        (1, Tree::Object(entries)) if !entries.is_empty() => {
            let index = usize::from(bytes.arbitrary::<u8>()?) % entries.len();
            entries[index].0 = name(bytes)?;
        }
        (2, Tree::Object(entries)) if !entries.is_empty() => {
            let copied = entries[usize::from(bytes.arbitrary::<u8>()?) % entries.len()].clone();
            entries.push(copied);
        }
        (3..=5, Tree::Object(entries)) => entries.push((name(bytes)?, value(bytes, 4)?)),
        (6, Tree::Object(entries)) => entries.reverse(),
        (0, Tree::List(items)) if !items.is_empty() => {
            _ = items.remove(usize::from(bytes.arbitrary::<u8>()?) % items.len());
        }
        (1 | 2, Tree::List(items)) if !items.is_empty() => {
            let copied = items[usize::from(bytes.arbitrary::<u8>()?) % items.len()].clone();
            let times = [1, 2, 60, 101][usize::from(bytes.arbitrary::<u8>()?) % 4];
            if items.len() < 400 && matches!(copied, Tree::Text(_) | Tree::Number(_)) || times < 3 {
                items.extend(std::iter::repeat_n(copied, times));
            }
        }
        (3..=5, Tree::List(items)) => items.push(value(bytes, 4)?),
        (0..=2, Tree::Text(text)) => text.push_str(TEXTS[usize::from(bytes.arbitrary::<u8>()?) % TEXTS.len()]),
        // Mostly a value of the same kind, so that not everything is refused for its type.
        (3..=8, node @ Tree::Text(_)) => *node = value_of(7 + action % 4, bytes, 4)?,
        (0..=8, node @ Tree::Number(_)) => *node = value_of(2 + action % 5, bytes, 4)?,
        (0..=8, Tree::Boolean(flag)) => *flag = !*flag,
        (9, node) => *node = Tree::List(vec![node.clone()]),
        (_, node) => *node = value(bytes, 4)?,
    }
    Ok(())
}

fn count(tree: &Tree) -> usize {
    1 + match tree {
        Tree::List(items) => items.iter().map(count).sum(),
        Tree::Object(entries) => entries.iter().map(|(_, value)| count(value)).sum(),
        _ => 0,
    }
}

/// The node of that number, counted from the root downwards.
fn at<'a>(tree: &'a mut Tree, place: &mut usize) -> Option<&'a mut Tree> {
    let Some(rest) = place.checked_sub(1) else { return Some(tree) };
    *place = rest;
    match tree {
        Tree::List(items) => items.iter_mut().find_map(|item| at(item, place)),
        Tree::Object(entries) => entries.iter_mut().find_map(|(_, value)| at(value, place)),
        _ => None,
    }
}

fn name(bytes: &mut Unstructured<'_>) -> Result<String> {
    let choice: u8 = bytes.arbitrary()?;
    Ok(match choice {
        0xf0.. => {
            let length = usize::from(choice - 0xf0).min(bytes.len());
            String::from_utf8_lossy(bytes.bytes(length)?).into_owned()
        }
        0xe0.. => "n".repeat(usize::from(choice) * 40),
        _ => NAMES[usize::from(choice) % NAMES.len()].to_owned(),
    })
}

fn value(bytes: &mut Unstructured<'_>, depth: u8) -> Result<Tree> {
    let kind = bytes.arbitrary()?;
    value_of(kind, bytes, depth)
}

fn value_of(kind: u8, bytes: &mut Unstructured<'_>, depth: u8) -> Result<Tree> {
    let choice: u8 = bytes.arbitrary()?;
    let index = usize::from(choice);
    Ok(match kind % 13 {
        0 => Tree::Nothing,
        1 => Tree::Boolean(choice.is_multiple_of(2)),
        2 => Tree::Number(NUMBERS[index % NUMBERS.len()]),
        3 => Tree::Number(bytes.arbitrary()?),
        4 => Tree::Number(f64::from(bytes.arbitrary::<i32>()?) / 100.0),
        5 => Tree::Integer(INTEGERS[index % INTEGERS.len()]),
        6 => Tree::Integer(i128::from(bytes.arbitrary::<i64>()?)),
        7 | 8 => Tree::Text(TEXTS[index % TEXTS.len()].to_owned()),
        9 => {
            let letter = ["x", "茶", "🍵", "9"][index % 4];
            Tree::Text(letter.repeat(LENGTHS[index / 4 % LENGTHS.len()] / (letter.len() / 2).max(1)))
        }
        10 => {
            let length = (index % 24).min(bytes.len());
            Tree::Text(String::from_utf8_lossy(bytes.bytes(length)?).into_owned())
        }
        _ if depth == 0 => Tree::List(Vec::new()),
        11 => Tree::List((0..choice % 4).map(|_| value(bytes, depth - 1)).collect::<Result<_>>()?),
        _ => {
            Tree::Object((0..choice % 4).map(|_| Ok((name(bytes)?, value(bytes, depth - 1)?))).collect::<Result<_>>()?)
        }
    })
}
