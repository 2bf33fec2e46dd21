//! Junk by numbers: the same seed makes the same.

use super::Route;
use crate::shop::{SECRET, Shop};
use linepay_sandbox::Request;
use serde_json::{Value, json};

pub(super) struct Junk {
    state: u64,
    /// Ids, orders, keys and pages that are there.
    known: Vec<String>,
}

const TEXTS: [&str; 22] = [
    "",
    "0",
    "-1",
    "9223372036854775808",
    "1e400",
    "null",
    "%",
    "%00",
    "%ff%fe",
    "..",
    "../../etc",
    "茶\u{0}\u{202e}",
    "\u{fffd}",
    "😀",
    "a b",
    "A,B",
    "=&=",
    "SBX-CONFIRM-1298-X3-17",
    "SBX-BUYER-APPROVE30-BALANCE-",
    "2026-05-07T03:04:05Z",
    "https://shop.example.com/?x=1#y",
    "javascript:alert(1)",
];

const FAULTS: [&str; 8] = ["1199", "hang=5 after", "stale=2", "late=90", "drop after", "twice", "delay=1", "0 0"];

impl Junk {
    pub(super) fn new(seed: u64) -> Junk {
        Junk { state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15), known: Vec::new() }
    }

    /// SplitMix64.
    fn draw(&mut self, below: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) as usize % below.max(1)
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.draw(many) == 0
    }

    /// Payments and keys to meet.
    pub(super) fn know(&mut self, shop: &mut Shop) {
        let (reserved, paid, held) = (shop.reserve("ORD-1"), shop.pay("ORD-2"), shop.authorize("ORD-3"));
        let key = shop.register("ORD-4");
        self.known = vec![
            reserved.id.to_string(),
            paid.to_string(),
            held.to_string(),
            key,
            reserved.reserve_id,
            "ORD-1".to_owned(),
            "ORD-2".to_owned(),
        ];
    }

    fn text(&mut self) -> String {
        let place = self.draw(self.known.len());
        match self.draw(12) {
            0..5 => self.known[place].clone(),
            5..10 => TEXTS[self.draw(TEXTS.len())].to_owned(),
            10 => "x".repeat(1 << self.draw(13)),
            _ => (0..self.draw(12)).filter_map(|_| char::from_u32(self.draw(0x1_1000) as u32)).collect(),
        }
    }

    fn value(&mut self, depth: usize) -> Value {
        match self.draw(if depth == 0 { 8 } else { 10 }) {
            0 => Value::Null,
            1 => json!(self.one_in(2)),
            2 => json!(self.draw(1000)),
            3 => json!(-(self.draw(1000) as i64)),
            4 => json!(f64::from_bits(self.draw(usize::MAX) as u64)),
            5 => json!(usize::MAX - self.draw(9)),
            6 | 7 => json!(self.text()),
            8 => (0..self.draw(4)).map(|_| self.value(depth - 1)).collect(),
            _ => Value::Object((0..self.draw(4)).map(|_| (self.text(), self.value(depth - 1))).collect()),
        }
    }

    /// Something else in the place of one value somewhere within.
    fn spoil(&mut self, value: &mut Value) {
        match value {
            Value::Object(fields) if !fields.is_empty() && !self.one_in(6) => {
                let name = fields.keys().nth(self.draw(fields.len())).unwrap().clone();
                match self.draw(8) {
                    0 => drop(fields.remove(&name)),
                    1 => drop(fields.insert(format!("{name}x"), json!(1))),
                    _ => self.spoil(fields.get_mut(&name).unwrap()),
                }
            }
            Value::Array(list) if !list.is_empty() && !self.one_in(6) => {
                let place = self.draw(list.len());
                self.spoil(&mut list[place]);
            }
            _ => *value = self.value(3),
        }
    }

    fn body(&mut self, example: &Value) -> Vec<u8> {
        let mut body = example.clone();
        for _ in 0..self.draw(4) {
            self.spoil(&mut body);
        }
        let text = if body.is_null() && self.one_in(2) { String::new() } else { body.to_string() };
        match self.draw(24) {
            0 => (0..self.draw(60)).map(|_| self.draw(256) as u8).collect(),
            1 => text.as_bytes()[..self.draw(text.len())].to_vec(),
            2 => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            3 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            4 => text.replace(':', ":[[[[").into_bytes(),
            5 => format!("{}{}", "[".repeat(1 << self.draw(12)), text).into_bytes(),
            6 => text.replace('"', "\\u0022\"").into_bytes(),
            7 => self.text().into_bytes(),
            8 if self.one_in(20) => vec![b' '; Request::BODY_LIMIT + 1],
            _ => text.into_bytes(),
        }
    }

    fn path(&mut self, template: &str) -> String {
        let parts = template.split('/').map(|part| if part.starts_with('{') { self.text() } else { part.to_owned() });
        let path = parts.collect::<Vec<_>>().join("/");
        match self.draw(30) {
            0 => format!("{path}/"),
            1 => path.replace('/', "//"),
            2 => path.to_uppercase(),
            3 => format!("{path}/{}", self.text()),
            _ => path,
        }
    }

    fn query(&mut self) -> String {
        const NAMES: [&str; 6] = ["transactionId", "orderId", "transactionId[]", "orderId[0]", "fields", "x"];
        let pairs = (0..self.draw(4)).map(|_| format!("{}={}", NAMES[self.draw(NAMES.len())], self.text()));
        pairs.collect::<Vec<_>>().join(if self.one_in(9) { ";" } else { "&" })
    }

    /// Signed as it should be, most of the time.
    pub(super) fn request(&mut self, shop: &Shop, route: &Route) -> Request {
        const METHODS: [&str; 9] = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "get", ""];
        let method = if self.one_in(12) { METHODS[self.draw(METHODS.len())] } else { &route.method }.to_owned();
        let (path, query, body) = (self.path(&route.path), self.query(), self.body(&route.example));
        let mut request = shop.request(&method, &path, &query, &body);
        if path.starts_with("/_sandbox") && !self.one_in(20) {
            request.headers.push(("x-sandbox-control".to_owned(), "1".to_owned()));
        }
        if self.one_in(8) {
            let place = self.draw(request.headers.len());
            match self.draw(3) {
                0 => drop(request.headers.remove(place)),
                1 => request.headers[place].1 = self.text(),
                _ => request.headers.push(("X-LINE-Authorization-Nonce".to_owned(), SECRET.to_owned())),
            }
        }
        if self.one_in(8) {
            let fault = if self.one_in(3) { self.text() } else { FAULTS[self.draw(FAULTS.len())].to_owned() };
            request.headers.push(("x-sandbox-fault".to_owned(), fault));
        }
        if self.one_in(9) {
            request.headers.push(("x-sandbox-world".to_owned(), self.text()));
        }
        if self.one_in(9) {
            request.headers.push(("x-sandbox-explain".to_owned(), String::new()));
        }
        if self.one_in(9) {
            request.peer = self.text();
        }
        request.held = self.one_in(40);
        request
    }
}
