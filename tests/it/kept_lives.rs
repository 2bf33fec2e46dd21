//! Orders that a ledger remembers, at random: see `kept.rs` for each thing by itself.

use crate::support::kept::{Mishap, all};
use crate::support::shop::MINUTE;
use crate::support::shop::network::Weather;
use crate::support::shop::random::{Random, percent};
use crate::support::shop::run::kill_after;
use linepay_edge::id::TransactionId;
use linepay_edge::order::life::Who;

/// Lives that a seed mixes: wishes to pay over two sums, visits, cancels, sweeps, kills, with lost and late answers of
/// LINE Pay and of the ledger. In the end LINE Pay holds one payment at most, and the shop was told of it.
#[test]
fn lives_at_random_end_with_one_payment_that_the_shop_was_told_of() {
    let count = (40 * percent() / 100).max(5);
    let mut paid = 0;
    for seed in 0..count {
        for kept in all() {
            let mut random = Random::new(seed);
            kept.shop.network.set_weather(Weather::Storm(random.pick(&[0, 10, 30])));
            let mut known: Vec<TransactionId> = Vec::new();
            for _ in 0..14 {
                let steps = random.pick(&[5, 12, 20, 30, 1_000]);
                if random.percent(30) {
                    let mishap = random.pick(&[Mishap::Lost, Mishap::Unheard]);
                    kept.ledger.mishaps.borrow_mut().push_back(Some(mishap));
                }
                let orders = kept.orders();
                let id = "ORD-1".into();
                let some = (!known.is_empty()).then(|| known[random.below(known.len())]);
                match (random.below(7), some) {
                    (0 | 1, _) => {
                        let wish = kill_after(steps, kept.pay_async("ORD-1", random.pick(&[360, 360, 500])));
                        known.extend(wish.and_then(Result::ok).and_then(|looked| looked.link));
                    }
                    (2, Some(transaction)) => {
                        let path = format!("transactions/{transaction}/approve");
                        kept.shop.control("POST", &path, &serde_json::Value::Null);
                    }
                    (3 | 4, Some(transaction)) => {
                        let who = Who::Visit { transaction, fee: None };
                        let _ = kill_after(steps, orders.look(&id, &who));
                    }
                    (5, Some(transaction)) => {
                        let _ = kill_after(steps, orders.look(&id, &Who::Cancel { transaction }));
                    }
                    _ => {
                        kept.shop.network.advance(random.pick(&[1_000, 30_000, 2 * MINUTE, 10 * MINUTE]));
                        let _ = kill_after(steps, orders.sweep(&id));
                    }
                }
            }
            kept.shop.network.set_weather(Weather::Quiet);
            kept.ledger.mishaps.borrow_mut().clear();
            kept.settle(600);
            let holding = kept.shop.holding();
            assert!(holding.len() <= 1, "{seed}: {holding:?}");
            let told = kept.told();
            match holding.first() {
                Some(transaction) => {
                    paid += 1;
                    assert!(told.contains(&format!("paid:{transaction}")), "{seed}: {transaction} {told:?}");
                    let record = kept.record("ORD-1");
                    assert!(record.work.is_none() && record.outbox.is_empty(), "{seed}: {}", record.text());
                    assert_eq!(record.payment.unwrap().transaction.to_string(), *transaction, "{seed}");
                }
                None => assert!(told.is_empty(), "{seed}: {told:?}"),
            }
        }
    }
    println!("{paid} orders were paid");
    assert!(paid > count, "{paid}");
}
