//! The merchant's calls, in the version of the shop.

use super::signed::in_packages;
use super::{Reserved, Shop, code, reserved};
use serde_json::{Value, json};

impl Shop {
    pub(crate) fn get(&mut self, path: &str, query: &str) -> Value {
        let answer = self.raw("GET", path, query, b"");
        assert_eq!(answer.status, 200, "{}", answer.body);
        serde_json::from_str(&answer.body).unwrap()
    }

    pub(crate) fn details(&mut self, query: &str) -> Value {
        self.get(&format!("/{}/payments", self.version), query)
    }

    pub(crate) fn authorizations(&mut self, query: &str) -> Value {
        self.get("/v2/payments/authorizations", query)
    }

    pub(crate) fn status(&mut self, id: u64) -> Value {
        self.get(&format!("/{}/payments/requests/{id}/check", self.version), "")
    }

    /// Reserves with v2's names, which become those of the shop's version; other names are passed on.
    pub(crate) fn reserve_with(&mut self, changes: Value) -> Value {
        let mut order = json!({
            "productName": "Sample tea set", "amount": 360, "currency": "TWD", "orderId": "ORD-1",
            "confirmUrl": "https://shop.example.com/confirm?cart=7", "cancelUrl": "https://shop.example.com/cancel",
        });
        for (name, value) in changes.as_object().unwrap() {
            order[name] = value.clone();
        }
        if self.version != "v2" {
            order = in_packages(order);
        }
        self.post(&format!("/{}/payments/request", self.version), &order.to_string())
    }

    pub(crate) fn reserve(&mut self, order_id: &str) -> Reserved {
        self.reserve_as(order_id, json!({}))
    }

    pub(crate) fn reserve_as(&mut self, order_id: &str, mut changes: Value) -> Reserved {
        changes["orderId"] = json!(order_id);
        let reply = self.reserve_with(changes);
        assert_eq!(code(&reply), "0000", "{reply}");
        reserved(&reply)
    }

    pub(crate) fn approve(&mut self, id: u64) -> Value {
        self.control("POST", &format!("transactions/{id}/approve"), &Value::Null)
    }

    /// A call on a transaction: `confirm`, `refund`, `authorizations/{}/capture`, …
    fn on(&mut self, id: u64, call: &str, body: &str) -> Value {
        let rest = if call.contains("{}") { call.replace("{}", &id.to_string()) } else { format!("{id}/{call}") };
        self.post(&format!("/{}/payments/{rest}", self.version), body)
    }

    pub(crate) fn confirm(&mut self, id: u64) -> Value {
        self.confirm_sum(id, &json!(360))
    }

    pub(crate) fn confirm_sum(&mut self, id: u64, amount: &Value) -> Value {
        let body = json!({ "amount": amount, "currency": "TWD" }).to_string();
        self.on(id, "confirm", &body)
    }

    pub(crate) fn capture(&mut self, id: u64, amount: i64) -> Value {
        let body = json!({ "amount": amount, "currency": "TWD" }).to_string();
        self.on(id, "authorizations/{}/capture", &body)
    }

    pub(crate) fn void(&mut self, id: u64) -> Value {
        self.on(id, "authorizations/{}/void", "")
    }

    pub(crate) fn refund(&mut self, id: u64, body: &str) -> Value {
        self.on(id, "refund", body)
    }

    /// A charge of 150 TWD.
    pub(crate) fn charge(&mut self, reg_key: &str, order_id: &str, capture: bool) -> Value {
        let body = json!({ "productName": "Monthly plan", "amount": 150, "currency": "TWD",
            "orderId": order_id, "capture": capture });
        self.post(&format!("/{}/payments/preapprovedPay/{reg_key}/payment", self.version), &body.to_string())
    }

    pub(crate) fn check_key(&mut self, reg_key: &str) -> Value {
        self.get(&format!("/{}/payments/preapprovedPay/{reg_key}/check", self.version), "")
    }

    pub(crate) fn expire_key(&mut self, reg_key: &str) -> Value {
        self.post(&format!("/{}/payments/preapprovedPay/{reg_key}/expire", self.version), "")
    }

    /// An authorisation of 360 TWD.
    pub(crate) fn authorize(&mut self, order_id: &str) -> u64 {
        let id = self.reserve_as(order_id, json!({ "capture": false })).id;
        self.approve(id);
        assert_eq!(code(&self.confirm(id)), "0000");
        id
    }

    /// The regKey that a payment of 360 TWD issues.
    pub(crate) fn register(&mut self, order_id: &str) -> String {
        let id = self.reserve_as(order_id, json!({ "payType": "PREAPPROVED" })).id;
        self.approve(id);
        let reply = self.confirm(id);
        assert_eq!(code(&reply), "0000", "{reply}");
        reply["info"]["regKey"].as_str().unwrap().to_owned()
    }

    /// A payment of 360 TWD.
    pub(crate) fn pay(&mut self, order_id: &str) -> u64 {
        let id = self.reserve(order_id).id;
        self.approve(id);
        assert_eq!(code(&self.confirm(id)), "0000");
        id
    }
}
