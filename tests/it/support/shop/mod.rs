//! A shop and its buyers for the tests: the checkout on one side, the sandbox as LINE Pay on the
//! other, in one process and in a time of its own.

pub(crate) mod browser;
pub(crate) mod held;
pub(crate) mod network;
pub(crate) mod random;
pub(crate) mod run;

use super::asked::ask;
pub(crate) use held::{Held, Key};
use linepay_edge::flow::{Checkout, CheckoutReserved, CheckoutVerdict, Client, Reserving, Settings, Visit, VisitKind};
use linepay_edge::input::Input;
use linepay_edge::url::push_encoded;
use linepay_edge::{Config, Credentials, Environment, Error, Expected, Reply, Version};
use network::Network;
use run::block_on;
use serde_json::{Value, json};

pub(crate) const CHANNEL: &str = "1234567890";
pub(crate) const SECRET: &str = "0123456789abcdef0123456789abcdef";
pub(crate) const ORIGIN: &str = "https://shop.example.com";
/// 2026-05-07T03:04:05Z
pub(crate) const START: u64 = 1_778_123_045_000;
pub(crate) const MINUTE: u64 = 60_000;

pub(crate) fn config() -> Config {
    config_of(Version::V2)
}

pub(crate) fn config_of(version: Version) -> Config {
    Config::new(Credentials::new(CHANNEL, SECRET).unwrap(), version, Environment::Sandbox)
}

pub(crate) fn settings() -> Settings {
    Settings {
        origin: ORIGIN.to_owned(),
        confirm_path: "/pay/confirm".to_owned(),
        cancel_path: "/pay/cancel".to_owned(),
        status_path: "/pay/status".to_owned(),
        signing_keys: Vec::new(),
        suffix_order_ids: false,
        lifetime: 7_200,
    }
}

/// What a caller gave, from JSON. Its text lives as long as the tests do.
pub(crate) fn input(value: &Value) -> Input<'static> {
    Input::of(value.to_string().leak())
}

pub(crate) fn order(id: &str, amount: u32) -> Value {
    json!({ "orderId": id, "amount": amount, "currency": "TWD", "productName": "茶具等兩項" })
}

/// As [`order`], in the body of a version, captured at once or only authorised.
pub(crate) fn order_of(version: Version, id: &str, amount: u32, capture: bool) -> Value {
    if version == Version::V2 {
        let mut order = order(id, amount);
        order["capture"] = json!(capture);
        return order;
    }
    json!({
        "orderId": id, "amount": amount, "currency": "TWD",
        "packages": [{ "id": "1", "amount": amount, "products": [{ "name": "茶具", "quantity": 1, "price": amount }] }],
        "options": { "payment": { "capture": capture } },
    })
}

pub(crate) struct Shop {
    pub(crate) config: Config,
    pub(crate) settings: Settings,
    pub(crate) network: Network,
    /// Does confirm also capture?
    pub(crate) capture: bool,
    /// Does confirm also issue a regKey?
    pub(crate) preapproved: bool,
}

/// A reservation as the buyer's browser sees it.
#[derive(Clone, Debug)]
pub(crate) struct Reserved {
    pub(crate) order: String,
    pub(crate) transaction: String,
    /// confirmUrl as LINE Pay calls it, with the transaction.
    pub(crate) confirm: String,
    pub(crate) cancel: String,
    pub(crate) status: String,
    /// `name=value`
    pub(crate) cookie: String,
}

impl Reserved {
    /// confirmUrl with another transaction: what a cheat would try.
    pub(crate) fn confirm_with(&self, transaction: &str) -> String {
        self.confirm.replace(&self.transaction, transaction)
    }
}

/// A shop in each version, with settings of the sandbox. What fails says where.
pub(crate) fn shops(sandbox: Value) -> impl Iterator<Item = Shop> {
    Version::ALL.into_iter().map(move |version| {
        println!("in {version}:");
        Shop { config: config_of(version), ..Shop::with(sandbox.clone(), 1) }
    })
}

impl Shop {
    pub(crate) fn version(&self) -> Version {
        self.config.version()
    }

    pub(crate) fn new() -> Shop {
        Shop::with(json!({}), 1)
    }

    /// With settings of the sandbox and a seed for the network's weather.
    pub(crate) fn with(sandbox: Value, seed: u64) -> Shop {
        let network = Network::new(sandbox, seed);
        Shop { config: config(), settings: settings(), network, capture: true, preapproved: false }
    }

    /// With the checkout in a version.
    pub(crate) fn of(version: Version) -> Shop {
        Shop { config: config_of(version), ..Shop::new() }
    }

    pub(crate) fn checkout(&self) -> Checkout<'_, Network> {
        Checkout::new(&self.config, &self.network, &self.settings).unwrap()
    }

    pub(crate) fn try_reserve(&self, order: &Value) -> Result<Reserved, Error> {
        let reserving = self.pay(order)?;
        Ok(self.seen_by_buyer(&reserving.reserved().expect("the order is not paid yet")))
    }

    /// A wish to pay, also for an order that is paid.
    pub(crate) fn pay(&self, order: &Value) -> Result<Reserving, Error> {
        self.pay_with(order, None)
    }

    /// The same from a browser with cookies.
    pub(crate) fn pay_with(&self, order: &Value, cookies: Option<&str>) -> Result<Reserving, Error> {
        block_on(async { self.checkout().reserve(input(order), cookies).await })
    }

    pub(crate) fn seen_by_buyer(&self, reserved: &CheckoutReserved) -> Reserved {
        let body = self.network.last_body("reserve");
        let sent: Value = serde_json::from_str(&body).unwrap();
        // By whatever orderId LINE Pay has it.
        let known = sent["orderId"].as_str().unwrap().to_owned();
        // v3 and v4 keep both URLs in an object of their own.
        let sent = sent.get("redirectUrls").unwrap_or(&sent);
        let cookie = reserved.set_cookie.split(';').next().unwrap();
        let transaction = reserved.transaction_id.to_string();
        // v3 and v4 name the order as well (line-pay-api 6.1).
        let mut called = String::new();
        if self.version() != Version::V2 {
            called.push_str("&orderId=");
            push_encoded(&mut called, &known);
        }
        Reserved {
            order: reserved.order_id.to_string(),
            confirm: format!("{}{called}&transactionId={transaction}", sent["confirmUrl"].as_str().unwrap()),
            cancel: sent["cancelUrl"].as_str().unwrap().to_owned(),
            status: reserved.status_url.clone(),
            cookie: cookie.to_owned(),
            transaction,
        }
    }

    pub(crate) fn reserve(&self, id: &str, amount: u32) -> Reserved {
        self.try_reserve(&self.quote(id, amount)).unwrap()
    }

    /// An order in the body of the shop's version.
    pub(crate) fn quote(&self, id: &str, amount: u32) -> Value {
        let version = self.config.version();
        let mut quote = match (version, self.capture) {
            (Version::V2, true) => order(id, amount),
            (version, capture) => order_of(version, id, amount, capture),
        };
        if self.preapproved {
            let place = if version == Version::V2 { &mut quote } else { &mut quote["options"]["payment"] };
            place["payType"] = json!("PREAPPROVED");
        }
        quote
    }

    /// A reservation that the buyer has approved.
    pub(crate) fn approved(&self, id: &str, amount: u32) -> Reserved {
        let reserved = self.reserve(id, amount);
        self.decide(&reserved, "approve");
        reserved
    }

    /// An order that is paid.
    pub(crate) fn paid(&self, id: &str, amount: u32) -> Reserved {
        let reserved = self.approved(id, amount);
        self.confirm(&reserved);
        assert_eq!(self.state(&reserved), "CAPTURED");
        reserved
    }

    pub(crate) async fn visit_async(&self, kind: VisitKind, url: &str, cookies: Option<&str>) -> CheckoutVerdict {
        let visit = Visit { kind, url: url.to_owned(), cookies: cookies.map(str::to_owned) };
        self.checkout().visit(&visit).await
    }

    pub(crate) fn visit(&self, kind: VisitKind, url: &str, cookies: Option<&str>) -> CheckoutVerdict {
        block_on(self.visit_async(kind, url, cookies))
    }

    /// A visit to the confirm page without cookies.
    pub(crate) fn confirm(&self, reserved: &Reserved) -> CheckoutVerdict {
        self.visit(VisitKind::Confirm, &reserved.confirm, None)
    }

    pub(crate) fn control(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        self.network.control(method, path, body)
    }

    /// The buyer's decision; whether LINE Pay took it.
    pub(crate) fn decide(&self, reserved: &Reserved, decision: &str) -> bool {
        let path = format!("transactions/{}/{decision}", reserved.transaction);
        self.control("POST", &path, &Value::Null).0 == 200
    }

    /// The merchant's refund, with a client of its own; whether LINE Pay took it.
    pub(crate) fn refund(&self, transaction: &str, body: &Value) -> bool {
        self.take("refund", transaction, body)
    }

    /// A step of the merchant's with a client of its own; whether LINE Pay took it.
    pub(crate) fn take(&self, step: &str, transaction: &str, body: &Value) -> bool {
        let mut request = body.clone();
        request["transactionId"] = json!(transaction);
        self.call(step, &request).is_ok()
    }

    /// Any call of the merchant's with a client of its own.
    pub(crate) fn call(&self, operation: &str, request: &Value) -> Result<Reply, Error> {
        let request = ask(operation, self.config.version(), input(request)).unwrap();
        let client = Client::new(&self.config, &self.network);
        block_on(client.call(&request, &Expected::default())).map(|answer| answer.reply)
    }

    /// The regKeys that LINE Pay has issued, each with the payment that issued it and whether it can still be charged.
    pub(crate) fn keys(&self) -> Vec<Key> {
        let (_, list) = self.control("GET", "reg-keys", &Value::Null);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let rows = list["regKeys"].as_array().unwrap().iter();
        rows.map(|row| Key {
            key: text(&row["regKey"]),
            issued_by: text(&row["issuedBy"]),
            usable: row["ended"].is_null(),
        })
        .collect()
    }

    pub(crate) fn arm(&self, operation: &str, when: &str, kind: &str, code: Option<&str>) {
        let mut fault = json!({ "operation": operation, "when": when, "kind": kind });
        if let Some(code) = code {
            fault["code"] = json!(code);
        }
        assert_eq!(self.control("POST", "faults", &fault).0, 200);
    }

    /// Every payment that LINE Pay holds, oldest first.
    pub(crate) fn held(&self) -> Vec<Held> {
        let (_, list) = self.control("GET", "transactions", &Value::Null);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let rows = list["transactions"].as_array().unwrap().iter();
        rows.map(|row| Held {
            transaction: text(&row["transactionId"]),
            order: text(&row["orderId"]),
            state: text(&row["state"]),
            amount: row["amount"].clone(),
            captured: row["captured"].clone(),
            at: row["capturedAt"].as_str().or(row["authorizedAt"].as_str()).unwrap_or("").to_owned(),
        })
        .collect()
    }

    pub(crate) fn state(&self, reserved: &Reserved) -> String {
        let held = self.held();
        let mut mine = held.iter().filter(|row| row.transaction == reserved.transaction);
        mine.next().unwrap().state.clone()
    }

    /// Transactions whose money is taken or set aside.
    pub(crate) fn holding(&self) -> Vec<String> {
        let held = self.held().into_iter();
        held.filter(Held::is_held).map(|row| row.transaction).collect()
    }

    /// Transactions that are paid and not refunded.
    pub(crate) fn captured(&self) -> Vec<String> {
        let held = self.held().into_iter();
        held.filter(Held::is_paid).map(|row| row.transaction).collect()
    }
}
