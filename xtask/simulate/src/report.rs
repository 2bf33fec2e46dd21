//! What is printed: for people, or as JSON.

use crate::crowd::Sum;
use crate::options::{Options, unmask};
use crate::run::Number;
use crate::shrink::shrink;
use serde_json::{Value, json};
use std::time::Duration;

/// The line that shows one order again.
fn replay(number: Number, options: &Options, dropped: &str) -> String {
    let mut line = format!("cargo xtask simulate --seed {} --order {}", number.seed, number.order);
    let mut add = |text: String| line.push_str(&text);
    if let Some(kind) = number.kind {
        add(format!(" --only {}", kind.name()));
    }
    if let Some(rule) = options.without {
        add(format!(" --without {rule:?}"));
    }
    if !dropped.is_empty() {
        add(format!(" --drop {dropped}"));
    }
    line
}

/// Each bad life that was kept, made smaller; of a property the first alone.
fn broken(sum: &Sum, options: &Options) -> Vec<Value> {
    let mut known = Vec::new();
    let mut list = Vec::new();
    for (order, (property, how)) in &sum.broken {
        let number = Number { seed: options.seed, order: *order, kind: options.only };
        let first = !known.contains(property);
        known.push(*property);
        let dropped = if first { unmask(&shrink(number, property)) } else { String::new() };
        let line = replay(number, options, &dropped);
        list.push(json!({ "order": order, "property": property, "how": how, "replay": line }));
    }
    list
}

/// Says what came of it; whether all is well.
pub(crate) fn crowd(sum: &Sum, missing: &[String], options: &Options, took: Duration) -> bool {
    let speed = sum.orders as f64 / took.as_secs_f64();
    let bad = broken(sum, options);
    let hash = format!("{:016x}", sum.hash);
    if options.json {
        let cells = sum.cover.0.iter();
        let cells: Vec<Value> = cells.map(|((fault, op, state), n)| json!([fault.name(), op, state, n])).collect();
        let all = json!({
            "orders": sum.orders, "seed": options.seed, "violations": sum.bad, "broken": bad, "hash": hash,
            "seconds": took.as_secs_f64(), "ordersPerSecond": speed, "ends": sum.ends, "faults": sum.faults,
            "coverage": cells, "belowFloor": missing,
        });
        println!("{all}");
    } else {
        table(sum);
        for one in &bad {
            let text = |name: &str| one[name].as_str().unwrap_or_default().chars().take(900).collect::<String>();
            println!("order {}: {}\n  {}\n  {}", one["order"], text("property"), text("how"), text("replay"));
        }
        for cell in missing {
            println!("hardly ever came about: {cell}");
        }
        println!(
            "{} orders of seed {}, {} faults, {} violations; {:.1} s, {speed:.0} orders a second; trace {hash}",
            sum.orders,
            options.seed,
            sum.faults,
            sum.bad,
            took.as_secs_f64()
        );
    }
    sum.bad == 0 && missing.is_empty()
}

fn table(sum: &Sum) {
    let mut rows: std::collections::BTreeMap<(&str, &str), (u64, Vec<String>)> = Default::default();
    for ((fault, operation, state), count) in &sum.cover.0 {
        let row = rows.entry((fault.name(), operation)).or_default();
        row.0 += count;
        row.1.push(format!("{state} {count}"));
    }
    for ((fault, operation), (count, states)) in rows {
        println!("{fault:<18} {operation:<13} {count:>9}  {}", states.join(", "));
    }
    let ends: Vec<_> = sum.ends.iter().map(|(end, count)| format!("{end} {count}")).collect();
    println!("ends: {}", ends.join(", "));
}

/// Tells one order, step by step; whether it is well.
pub(crate) fn one(options: &Options, order: u64) -> bool {
    let number = Number { seed: options.seed, order, kind: options.only };
    let lived = number.live(&options.drop, true);
    let life = number.life();
    println!(
        "{:?}, {}, regKey {}, faults: {}, {} in 1000",
        life.quotes,
        if life.capture { "captured" } else { "authorised" },
        life.preapproved,
        life.faults.each().map(crate::fault::Fault::name).collect::<Vec<_>>().join(" "),
        life.rate,
    );
    for line in &lived.lines {
        println!("{}", line.chars().take(240).collect::<String>());
    }
    match &lived.broken {
        Some((property, how)) => println!("{property}\n  {how}"),
        None => println!("well: {}, trace {:016x}", lived.end, lived.hash),
    }
    lived.broken.is_none()
}

/// How soon each safeguard's absence is found; whether each is that has to be.
pub(crate) fn rules(found: &[(linepay_edge::order::life::Rule, Option<(u64, &'static str)>)], json: bool) -> bool {
    let mut well = true;
    let mut list = Vec::new();
    for (rule, first) in found {
        let excused = crate::rules::excuse(*rule);
        well &= first.is_some() || excused.is_some();
        let said = match (first, excused) {
            (Some((orders, property)), _) => format!("{orders:>7}  {property}"),
            (None, Some(why)) => format!("      -  {why}"),
            (None, None) => "      -  NOT FOUND".to_owned(),
        };
        if !json {
            println!("{:<22} {said}", format!("{rule:?}"));
        }
        list.push(json!({
            "rule": format!("{rule:?}"), "orders": first.map(|(orders, _)| orders),
            "property": first.map(|(_, property)| property), "excuse": excused,
        }));
    }
    if json {
        println!("{}", json!({ "rules": list }));
    }
    well
}
