//! Packages that lack something, and sums that are not judged.

use crate::support::asked::{broken_in, least_packages, package, taken_in};
use linepay_edge::Version;
use serde_json::json;

#[test]
fn what_is_missing_is_told_as_missing_and_as_nothing_else() {
    let mut request = least_packages();
    request.as_object_mut().unwrap().remove("amount");
    for _ in 0..2 {
        let mut nameless = package("1", 360);
        nameless.as_object_mut().unwrap().remove("id");
        request["packages"].as_array_mut().unwrap().push(nameless);
    }
    let missing = ["amount required", "packages[1].id required", "packages[2].id required"];
    assert_eq!(broken_in(Version::V3, "reserve", &request), missing);
}

#[test]
fn what_is_not_charged_may_be_finer_than_the_currency_and_what_is_in_a_wrong_one_is_not_judged() {
    let limits = json!({ "useLimit": 0.5, "rewardLimit": 0 });
    let mut fine = least_packages();
    fine["options"] = json!({ "extra": { "promotionRestriction": limits } });
    taken_in(Version::V3, "reserve", &fine);
    let mut yen = least_packages();
    (yen["amount"], yen["currency"]) = (json!(1.5), json!("JPY"));
    yen["packages"][0]["amount"] = json!(1.5);
    yen["packages"][0]["products"][0]["price"] = json!(1.5);
    assert_eq!(broken_in(Version::V4, "reserve", &yen), ["currency currency"]);
}
