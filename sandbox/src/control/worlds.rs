//! The control calls about worlds, and what a world begins with.

use super::problems::{Problems, below};
use super::seed::{Planted, Seed};
use super::views::{PaymentView, RegKeyView};
use crate::clock::Millis;
use crate::wire::{Answer, Request};
use crate::worlds::{Founding, HOME, MOST, PRODUCTION, Site, Taken, Worlds};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Whether the call is about more than one world.
pub(crate) fn is_about_worlds(request: &Request) -> bool {
    let path = request.path.strip_prefix("/_sandbox/").unwrap_or_default();
    path == "seed" || path == "worlds" || path.starts_with("worlds/")
}

pub(crate) fn answer(worlds: &mut Worlds, request: &Request, host: Millis) -> Answer {
    if let Some(refusal) = super::refused(&worlds.home.config, request) {
        return refusal;
    }
    let segments: Vec<&str> = request.path.split('/').skip(2).collect();
    match (request.method.as_str(), segments.as_slice()) {
        ("GET", ["worlds"]) => list(worlds),
        ("POST", ["worlds"]) => found(worlds, request, host),
        ("DELETE", ["worlds", HOME | PRODUCTION]) => {
            Answer::error(409, "this world is always there: POST reset empties it")
        }
        ("DELETE", ["worlds", name]) => {
            if worlds.remove(name) {
                Answer::json(200, &json!({}))
            } else {
                Answer::error(404, "no such world")
            }
        }
        ("POST", ["seed"]) => seed(worlds, request, host),
        _ => {
            Answer::error(404, "no such control call; there are GET and POST worlds, DELETE worlds/NAME and POST seed")
        }
    }
}

fn list(worlds: &Worlds) -> Answer {
    let list: Vec<_> = worlds.iter().map(|(name, site)| view(name, site)).collect();
    Answer::json(200, &json!({ "worlds": list }))
}

fn view(name: &str, site: &Site) -> Value {
    let Site { config, world, .. } = site;
    json!({
        "name": name,
        "channelId": config.channel_id,
        "merchantName": config.merchant_name,
        "payments": world.count_of_payments(),
    })
}

/// One call makes a world and fills it.
fn found(worlds: &mut Worlds, request: &Request, host: Millis) -> Answer {
    let mut problems = Problems::default();
    let body = parse(&request.body, &mut problems);
    let seed = Seed::read(&body, "", &worlds.home.config.settings, &mut problems);
    check_free(worlds, &seed, "", 1, &mut problems);
    if !problems.are_none() {
        return problems.answer();
    }
    match make(worlds, seed, host) {
        Ok(made) => Answer::json(200, &made),
        Err(_) => Answer::error(409, "the world could not be made"),
    }
}

/// Fills a world that is there, and makes others.
fn seed(worlds: &mut Worlds, request: &Request, host: Millis) -> Answer {
    let mut problems = Problems::default();
    let mut body = parse(&request.body, &mut problems);
    let others = body.as_object_mut().and_then(|fields| fields.remove("worlds"));
    let name = request.header("x-sandbox-world").unwrap_or(HOME).to_owned();
    let settings = worlds.home.config.settings.clone();
    let Some(site) = worlds.named(&name) else {
        return Answer::error(404, "no such world");
    };
    let own = Seed::read(&body, "", site.world.settings(), &mut problems);
    own.check(site, &mut problems);
    fixed(&own, site, &mut problems);
    let others = problems.list(others.as_ref(), "worlds");
    let wanted = others.len();
    let mut seeds: Vec<Seed> = Vec::new();
    for (path, value) in others {
        let seed = Seed::read(value, &path, &settings, &mut problems);
        check_free(worlds, &seed, &path, wanted, &mut problems);
        let same = |other: &Seed| {
            let (one, two) = (&seed.founding, &other.founding);
            let both = |one: &Option<String>, two: &Option<String>| one.is_some() && one == two;
            both(&one.name, &two.name) || both(&one.channel_id, &two.channel_id)
        };
        if seeds.iter().any(same) {
            problems.add(path, "name and channelId: one of them is another world's in this file");
        }
        seeds.push(seed);
    }
    if !problems.are_none() {
        return problems.answer();
    }
    let Some(site) = worlds.named(&name) else {
        return Answer::error(404, "no such world");
    };
    let now = site.world.tick(host);
    let planted = own.plant(site, now);
    let own = contents(site, &planted, now);
    let made: Result<Vec<Value>, Taken> = seeds.into_iter().map(|seed| make(worlds, seed, host)).collect();
    match made {
        Ok(made) => {
            let mut answer = own;
            if let Some(fields) = answer.as_object_mut() {
                fields.insert("worlds".to_owned(), Value::Array(made));
            }
            Answer::json(200, &answer)
        }
        Err(_) => Answer::error(409, "a world could not be made"),
    }
}

/// Who a merchant is, is told at the start.
fn fixed(seed: &Seed, site: &Site, problems: &mut Problems) {
    let (given, config) = (&seed.founding, &site.config);
    for (name, given, is) in [
        ("channelId", &given.channel_id, &config.channel_id),
        ("channelSecret", &given.channel_secret, &config.channel_secret),
        ("merchantName", &given.merchant_name, &config.merchant_name),
    ] {
        if given.as_ref().is_some_and(|given| given != is) {
            problems.add(name, "of a world that is there it cannot be changed");
        }
    }
    if given.name.is_some() {
        problems.add("name", "goes with a world that is made");
    }
}

fn check_free(worlds: &Worlds, seed: &Seed, path: &str, wanted: usize, problems: &mut Problems) {
    let Founding { name, channel_id, .. } = &seed.founding;
    match worlds.is_free(name.as_deref(), channel_id.as_deref(), wanted) {
        Ok(()) => {}
        Err(Taken::Name) => problems.add(below(path, "name"), "a world has that name already"),
        Err(Taken::Channel) => problems.add(below(path, "channelId"), "a world has that channel id already"),
        Err(Taken::Full) => problems.add(path, format!("there are at most {MOST} worlds: DELETE worlds/NAME ends one")),
    }
}

fn make(worlds: &mut Worlds, mut seed: Seed, host: Millis) -> Result<Value, Taken> {
    let founding = Founding { settings: seed.founding.settings.clone(), ..std::mem::take(&mut seed.founding) };
    seed.founding.settings = founding.settings.clone();
    let name = worlds.found(founding)?;
    let Some(site) = worlds.named(&name) else {
        return Err(Taken::Name);
    };
    let now = site.world.tick(host);
    let planted = seed.plant(site, now);
    let mut made = contents(site, &planted, now);
    if let Some(fields) = made.as_object_mut() {
        let Site { config, .. } = site;
        for (key, value) in [
            ("name", &name),
            ("channelId", &config.channel_id),
            ("channelSecret", &config.channel_secret),
            ("merchantName", &config.merchant_name),
        ] {
            fields.insert(key.to_owned(), Value::String(value.clone()));
        }
    }
    Ok(made)
}

/// What was put in, with the payments that issued the regKeys.
fn contents(site: &Site, planted: &Planted, now: Millis) -> Value {
    let world = &site.world;
    let reg_keys: Vec<_> = planted.reg_keys.iter().filter_map(|key| world.reg_key(key)).collect();
    let ids = planted.payments.iter().copied().chain(reg_keys.iter().map(|key| key.issued_by));
    // The oldest first, as all of them are told.
    let payments = ids.filter_map(|id| world.payment(id).map(|payment| ((payment.reserved_at, id), payment)));
    let payments: BTreeMap<_, _> = payments.collect();
    let payments: Vec<_> = payments.into_values().map(|payment| PaymentView::of(world, payment, now)).collect();
    let reg_keys: Vec<_> = reg_keys.into_iter().map(|reg_key| RegKeyView::of(world, reg_key, now)).collect();
    json!({ "transactions": payments, "regKeys": reg_keys })
}

/// Nothing is an object with nothing in it.
fn parse(body: &[u8], problems: &mut Problems) -> Value {
    if body.is_empty() {
        return json!({});
    }
    serde_json::from_slice(body).unwrap_or_else(|error| {
        problems.add("", format!("not JSON, at line {} column {}", error.line(), error.column()));
        json!({})
    })
}
