//! Values between Rust and JavaScript.

use js_sys::Reflect;
use linepay_edge::id::{OrderId, RegKey, TransactionId};
use linepay_edge::input::Input;
use linepay_edge::money::{Amount, Currency};
use linepay_edge::web::{from_js, input, to_js};
use linepay_edge::{Code, Config, Error, Version};
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{SECRET, js};

#[wasm_bindgen_test]
fn a_configuration_is_read_of_javascript_s_values_and_its_fault_names_no_secret() {
    let good = format!("({{ channelId: '1234567890', channelSecret: '{SECRET}', version: 'v3' }})");
    let config: Config = from_js(js(&good)).unwrap();
    assert_eq!(config.version(), Version::V3);
    for wrong in [good.replace("v3", "v9"), good.replace("version", "verzion")] {
        let error: Error = from_js::<Config>(js(&wrong)).err().unwrap();
        assert_eq!(error.code(), Code::InvalidRequest);
        let text = format!("{error} {error:?} {}", serde_json::to_string(&error).unwrap());
        assert!(text.contains("version") && !text.contains(SECRET), "{text}");
    }
}

#[wasm_bindgen_test]
fn an_error_goes_up_as_an_exception_with_its_fields() {
    let error = from_js::<Config>(js("({})")).err().unwrap();
    let message = error.to_string();
    let exception = JsValue::from(error);
    assert!(exception.is_instance_of::<js_sys::Error>());
    let part = |name: &str| Reflect::get(&exception, &name.into()).unwrap().as_string();
    assert_eq!(part("name").as_deref(), Some("LinePayError"));
    assert_eq!(part("message"), Some(message));
    assert_eq!(part("code").as_deref(), Some("INVALID_REQUEST"));
    assert_eq!(part("outcome").as_deref(), Some("not-executed"));
}

#[wasm_bindgen_test]
fn values_arrive_as_they_left() {
    let value = json!({ "id": "2026050712345678910", "sum": 9.5, "parts": [1, null, true] });
    assert_eq!(from_js::<Value>(to_js(&value).unwrap()).unwrap(), value);
    assert_eq!(from_js::<Amount>(js("9.99")).unwrap().to_string(), "9.99");
    assert!(from_js::<Amount>(js("0.1 + 0.2")).is_err());
    assert_eq!(input(js("NaN")).input(), Input::Endless);
    assert_eq!(input(js("undefined")).input(), Input::Nothing);
    let ids: (TransactionId, OrderId, RegKey, Currency, Version) =
        from_js(js("['2026050712345678910', 'ORD-1', 'RK0', 'TWD', 'v4']")).unwrap();
    let text = serde_json::to_string(&ids).unwrap();
    assert_eq!(text, r#"["2026050712345678910","ORD-1","RK0","TWD","v4"]"#);
    assert!(from_js::<TransactionId>(js("2026050712345678910")).is_err(), "JavaScript has rounded it");
    for foreign in ["() => 1", "({ deep: [Symbol()] })", "(() => { const a = []; a.push(a); return a; })()"] {
        assert_eq!(input(js(foreign)).input(), Input::Foreign, "{foreign}");
    }
}
