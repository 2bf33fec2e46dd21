//! An order as the shop's own people see it.

use crate::support::desk::none;
use crate::support::kept::all;
use serde_json::{Value, json};

const SCRIPT: &str = "javascript:alert(1)";

/// Staff's pages put the links to pay into links of their own: of what somebody wrote into the ledger only LINE Pay's
/// page and LINE's own scheme get there, and nothing besides the two.
#[test]
fn a_link_to_pay_that_somebody_wrote_into_the_ledger_runs_no_script_at_staffs() {
    for kept in all() {
        kept.approved("ORD-1", 360);
        let seen = || kept.ask("get", "ORD-1", none()).unwrap()["reservations"][0]["paymentUrl"].take();
        let known = seen();
        let (web, app) = (&known["web"], &known["app"]);
        assert!(web.is_string() && app.is_string(), "{known}");
        let written = |url: Value| {
            kept.edit("ORD-1", |record| record["reservations"][0]["paymentUrl"] = url);
            seen()
        };
        for other in [SCRIPT, "data:text/html,x", "https://line.me.evil.example/", "http://web-pay.line.me/"] {
            assert_eq!(written(json!({ "web": other, "app": app })), Value::Null, "{other}");
            assert_eq!(written(json!({ "web": web, "app": other, "next": other })), json!({ "web": web }), "{other}");
        }
        for other in [json!({ "app": app }), json!({ "web": 5 }), json!([SCRIPT]), json!(SCRIPT)] {
            assert_eq!(written(other), Value::Null);
        }
        assert_eq!(written(known.clone()), known);
    }
}
