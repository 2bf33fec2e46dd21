//! Tokens: the signed order in confirmUrl and the signed transaction in the cookie, through the checkout's own doors.
//! The genuine ones bring back exactly what was quoted; anything else is refused before LINE Pay is asked anything.

use crate::driver::Random;
use crate::line::{Line, block_on};
use crate::spoil::spoiled;
use crate::tree::Tree;
use arbitrary::Unstructured;
use linepay_edge::flow::{Checkout, CheckoutVerdict, Settings, State, Visit, VisitKind};
use linepay_edge::input::Input;
use linepay_edge::{Code, Config, Credentials, Environment, Version};

const SECRET: &str = "0123456789abcdef0123456789abcdef";
const KEYS: [&str; 2] = ["a new key of thirty-two bytes --", "an old key of thirty-two bytes -"];
const LIFETIME: u32 = 7_200;
/// The transaction that the buyer reserved, and one of somebody else's.
const OWN: &str = "2026050712345678910";
const OTHER: &str = "2026050712345678920";
/// Somebody else's order.
const SPARE: &str = "another";

/// A quote, as the merchant gives it.
#[derive(Clone, Debug, PartialEq)]
struct Quote {
    version: Version,
    order_id: String,
    hundredths: u64,
    currency: &'static str,
    capture: bool,
}

/// What a reservation leaves with the buyer's browser.
struct Reserved {
    token: String,
    /// `name=value`
    cookie: String,
}

/// One order, one spoiled token and one spoiled cookie.
pub fn check(data: &[u8]) {
    let mut bytes = Unstructured::new(data);
    let _ = run(&mut bytes);
}

/// Orders of many shapes, each with a few ways to spoil its token.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut random = Random::new(5);
    let ids = ["", "ORD-1", "茶具🍵訂單", "A+B/C %&=#", "x", SPARE];
    let seed = |number: usize| {
        let id = ids[number % ids.len()].repeat(1 + number % 7);
        let head = (0..11).map(|_| random.number() as u8).collect::<Vec<_>>();
        let tail = (0..8).map(|_| random.number() as u8).collect::<Vec<_>>();
        [&head[..], &[id.len() as u8], id.as_bytes(), &tail].concat()
    };
    (0..60).map(seed).collect()
}

/// Refuses every change of one bit of a token made of `data`; how many there were.
pub fn every_bit(data: &[u8]) -> usize {
    let mut bytes = Unstructured::new(data);
    let Ok((_, _, quote)) = draw(&mut bytes) else { return 0 };
    let (config, settings) = (config(quote.version), settings(&[]));
    let line = Line::new(OWN, &quote.order_id, quote.capture);
    let Some(reserved) = reserve(&config, &settings, &line, &quote) else { return 0 };
    let bits = crate::spoil::every_bit(&reserved.token);
    for token in &bits {
        refused(&config, &settings, &line, token);
    }
    bits.len()
}

fn run(bytes: &mut Unstructured<'_>) -> arbitrary::Result<()> {
    let (which, later, quote) = draw(bytes)?;
    let keys = &[&KEYS[..0], &KEYS[..1], &KEYS[..]][usize::from(which) % 3];
    let (config, settings) = (config(quote.version), settings(keys));
    let line = Line::new(OWN, &quote.order_id, quote.capture);
    let Some(reserved) = reserve(&config, &settings, &line, &quote) else { return Ok(()) };

    // Of two reservations of one order both are this buyer's.
    let spare = if quote.order_id == SPARE { "a third" } else { SPARE };
    let spare = Quote { order_id: spare.to_owned(), hundredths: 100, ..quote.clone() };
    let other_line = Line::new(OTHER, &spare.order_id, spare.capture);
    let other = reserve(&config, &settings, &other_line, &spare).expect("a short order can be reserved");

    let token = spoiled(&reserved.token, &[&other.token, &reserved.cookie], bytes);
    if token != reserved.token && token != other.token {
        refused(&config, &settings, &line, &token);
    }
    elsewhere(which, &quote, keys, &reserved);

    // A cookie that this shop did not sign for this very reservation is as good as none, and the genuine one of the
    // other order keeps its transaction from being confirmed here.
    let (name, value) = reserved.cookie.split_once('=').expect("a cookie has a name");
    let (_, foreign) = other.cookie.split_once('=').expect("a cookie has a name");
    let forged = spoiled(value, &[foreign, &reserved.token], bytes).replace([';', '='], "-");
    let line_of_other = || Line::new(OTHER, &quote.order_id, quote.capture);
    let come_to = |cookies: Option<&str>| {
        let line = line_of_other();
        let verdict = visit(&config, &settings, &line, VisitKind::Confirm, &reserved.token, OTHER, cookies);
        (verdict.state, line.confirmed())
    };
    if forged != value && forged != foreign {
        let cookies = format!("{name}x={forged}; {}={forged}; {name}={foreign}", name.replace(OWN, OTHER));
        assert_eq!(come_to(Some(&cookies)), come_to(None), "{cookies}");
    }
    let both = format!("{}; {}", reserved.cookie, other.cookie);
    assert_eq!(come_to(Some(&both)), (State::Foreign, None), "{both}");

    line.wait(later);
    let expired = later >= u64::from(LIFETIME);
    let verdict = visit(&config, &settings, &line, VisitKind::Confirm, &reserved.token, OWN, Some(&reserved.cookie));
    quote.brought_back(&line, &verdict, expired);
    Ok(())
}

/// A choice among keys and other shops, for how many seconds the buyer is away, and the order.
fn draw(bytes: &mut Unstructured<'_>) -> arbitrary::Result<(u8, u64, Quote)> {
    Ok((bytes.arbitrary()?, u64::from(bytes.arbitrary::<u16>()? % 10_800), Quote::draw(bytes)?))
}

impl Quote {
    fn draw(bytes: &mut Unstructured<'_>) -> arbitrary::Result<Quote> {
        let [version, currency, capture, scale]: [u8; 4] = bytes.arbitrary()?;
        let amount: u32 = bytes.arbitrary()?;
        let length = usize::from(bytes.arbitrary::<u8>()? % 110).min(bytes.len());
        let order_id = String::from_utf8_lossy(bytes.bytes(length)?).into_owned();
        let version = Version::ALL[usize::from(version) % 3];
        let currency = ["TWD", "THB", "USD", "JPY"][usize::from(currency) % if version == Version::V4 { 3 } else { 4 }];
        let cents = matches!(currency, "THB" | "USD");
        let most = if cents { 999_999_999_999_999 } else { 9_999_999_999_999 };
        let units = (u64::from(amount) << (scale % 20)).clamp(1, most);
        let hundredths = if cents { units } else { units * 100 };
        Ok(Quote { version, order_id, hundredths, currency, capture: capture.is_multiple_of(2) })
    }

    fn tree(&self) -> Tree {
        let text = |text: &str| Tree::Text(text.to_owned());
        let amount = || Tree::Text(format!("{}.{:02}", self.hundredths / 100, self.hundredths % 100));
        let object = |fields: Vec<(&str, Tree)>| {
            Tree::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
        };
        let mut order =
            vec![("orderId", text(&self.order_id)), ("amount", amount()), ("currency", text(self.currency))];
        let capture = ("capture", Tree::Boolean(self.capture));
        if self.version == Version::V2 {
            order.extend([("productName", text("tea")), capture]);
        } else {
            let product = object(vec![("name", text("tea")), ("quantity", Tree::Number(1.0)), ("price", amount())]);
            let package = vec![("id", text("1")), ("amount", amount()), ("products", Tree::List(vec![product]))];
            order.push(("packages", Tree::List(vec![object(package)])));
            order.push(("options", object(vec![("payment", object(vec![capture]))])));
        }
        object(order)
    }

    /// The genuine token and cookie bring the order to its end with what was quoted, and not a second too late.
    fn brought_back(&self, line: &Line, verdict: &CheckoutVerdict, expired: bool) {
        assert!(line.orders_asked().iter().all(|asked| *asked == self.order_id), "{self:?}");
        assert!(!line.orders_asked().is_empty(), "LINE Pay is asked first");
        if expired {
            assert_eq!((verdict.state, line.confirmed()), (State::Expired, None), "{self:?}");
            return;
        }
        assert_eq!(line.confirmed(), Some((i128::from(self.hundredths), self.currency.to_owned())), "{self:?}");
        assert_eq!(verdict.state, if self.capture { State::Paid } else { State::Authorized }, "{self:?}");
        let payment = verdict.payment.as_ref().expect("a paid order has a payment");
        assert_eq!(payment.order_id.as_str(), self.order_id);
        assert_eq!(payment.amount.hundredths(), i64::try_from(self.hundredths).expect("within the range"));
        assert_eq!((payment.currency.as_str(), payment.captured), (self.currency, self.capture));
        assert_eq!(payment.transaction_id.to_string(), OWN);
    }
}

fn config(version: Version) -> Config {
    let credentials = Credentials::new("1234567890", SECRET).expect("good credentials");
    Config::new(credentials, version, Environment::Sandbox)
}

fn settings(keys: &[&str]) -> Settings {
    Settings {
        origin: "https://shop.example.com".to_owned(),
        confirm_path: "/pay/confirm".to_owned(),
        cancel_path: "/pay/cancel".to_owned(),
        status_path: "/pay/status".to_owned(),
        signing_keys: keys.iter().map(|key| (*key).to_owned()).collect(),
        suffix_order_ids: false,
        lifetime: LIFETIME,
    }
}

/// `None` if the order breaks a rule, which the error then names.
fn reserve(config: &Config, settings: &Settings, line: &Line, quote: &Quote) -> Option<Reserved> {
    let checkout = Checkout::new(config, line, settings).expect("a good configuration");
    match block_on(checkout.reserve(Input::of(&quote.tree().text()), None)) {
        Ok(reserving) => {
            let reserved = reserving.reserved().expect("no order is paid here");
            let (_, query) = reserved.status_url.split_once("?order=").expect("the token rides in the URL");
            let token = query.split('&').next().unwrap_or_default();
            assert!(token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)), "{token}");
            let cookie = reserved.set_cookie.split(';').next().unwrap_or_default().to_owned();
            assert!(!reserved.set_cookie.contains(SECRET) && !reserved.set_cookie.contains('\n'));
            Some(Reserved { token: token.to_owned(), cookie })
        }
        Err(error) => {
            assert_eq!(error.code(), Code::InvalidRequest, "{error}");
            let fields = ["orderId", "confirmUrl", "cancelUrl"];
            assert!(error.issues().iter().all(|issue| fields.contains(&issue.path.as_str())), "{error}");
            None
        }
    }
}

/// A visit with any text as the token: encoded, so that it arrives as it is.
fn visit(
    config: &Config,
    settings: &Settings,
    line: &Line,
    kind: VisitKind,
    token: &str,
    transaction: &str,
    cookies: Option<&str>,
) -> CheckoutVerdict {
    let token: String = token.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let url = format!("https://shop.example.com/pay/confirm?order={token}&transactionId={transaction}");
    let visit = Visit { kind, url, cookies: cookies.map(str::to_owned) };
    let checkout = Checkout::new(config, line, settings).expect("a good configuration");
    block_on(checkout.visit(&visit))
}

fn refused(config: &Config, settings: &Settings, line: &Line, token: &str) {
    let before = line.calls();
    for kind in [VisitKind::Confirm, VisitKind::Cancel, VisitKind::Status] {
        let verdict = visit(config, settings, line, kind, token, OWN, None);
        assert_eq!(verdict.state, State::InvalidToken, "{token}");
        assert_eq!((verdict.order_id, verdict.payment, verdict.status_url), (None, None, None));
    }
    assert_eq!(line.calls(), before, "nothing is asked for {token}");
}

/// The genuine token at another shop, channel, address or version, or under another key.
fn elsewhere(which: u8, quote: &Quote, keys: &[&str], reserved: &Reserved) {
    let (mut config, mut settings) = (config(quote.version), settings(keys));
    let credentials = |id: &str, secret: &str| Credentials::new(id, secret).expect("good credentials");
    let sandbox = |credentials, version| Config::new(credentials, version, Environment::Sandbox);
    match which / 3 % 7 {
        0 => config = sandbox(credentials("1234567891", SECRET), quote.version),
        1 => config = Config::new(credentials("1234567890", SECRET), quote.version, Environment::Production),
        2 => {
            let version = if quote.version == Version::V3 { Version::V4 } else { Version::V3 };
            config = sandbox(credentials("1234567890", SECRET), version);
        }
        3 => config = config.with_base_url("https://relay.example.com").expect("a good address"),
        4 => settings.origin = "https://shop.example.org".to_owned(),
        5 => settings.confirm_path = "/pay/confirm2".to_owned(),
        _ if keys.is_empty() => config = sandbox(credentials("1234567890", &"f".repeat(32)), quote.version),
        _ => settings.signing_keys = vec![KEYS[1].to_owned()],
    }
    let line = Line::new(OWN, &quote.order_id, quote.capture);
    if which / 3 % 7 != 2 {
        return refused(&config, &settings, &line, &reserved.token);
    }
    // By the same key for another version: asked about, never confirmed.
    let verdict = visit(&config, &settings, &line, VisitKind::Confirm, &reserved.token, OWN, Some(&reserved.cookie));
    assert_eq!((verdict.state, line.confirmed()), (State::Expired, None), "{}", reserved.token);
}
