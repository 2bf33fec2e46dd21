//! What each act does, by the real flow.

use crate::books::{CHANNEL, SECRET};
use crate::life::{Act, Quote};
use crate::process::Process;
use crate::world::{ORDER, World};
use linepay_edge::flow::{Client, Looked, Order, Orders};
use linepay_edge::id::TransactionId;
use linepay_edge::input::Input;
use linepay_edge::order::life::{self, Limits, Record, Reservation, Rest, Terms, Who};
use linepay_edge::{Config, Credentials, Environment, Error, Expected, Request, Version};
use serde_json::{Value, json};

const SHOP: &str = "https://shop.example.com/pay";

impl World<'_> {
    pub(crate) fn config(&self, version: Version) -> Config {
        Config::new(Credentials::new(CHANNEL, SECRET).expect("credentials"), version, Environment::Sandbox)
    }

    /// The record as people may see it.
    pub(crate) fn view(&self, record: &Record) -> String {
        record.view(&self.config(record.terms.version))
    }

    pub(crate) fn terms(&self, quote: Quote) -> Terms {
        let order = Order {
            order_id: ORDER.into(),
            amount: quote.amount.to_string().parse().expect("an amount"),
            currency: "TWD".parse().expect("a currency"),
            capture: self.life.capture,
            preapproved: self.life.preapproved,
            shipping: None,
        };
        Terms { order, version: quote.version }
    }

    pub(crate) fn request(&self, quote: Quote, order_id: &str) -> String {
        let (confirm, cancel) = (format!("{SHOP}/confirm"), format!("{SHOP}/cancel"));
        let pay_type = if self.life.preapproved { "PREAPPROVED" } else { "NORMAL" };
        let Quote { amount, version } = quote;
        let request = if version == Version::V2 {
            json!({
                "orderId": order_id, "amount": amount, "currency": "TWD", "productName": "茶具",
                "capture": self.life.capture, "payType": pay_type, "confirmUrl": confirm, "cancelUrl": cancel,
            })
        } else {
            let products = json!([{ "name": "茶具", "quantity": 1, "price": amount }]);
            json!({
                "orderId": order_id, "amount": amount, "currency": "TWD",
                "packages": [{ "id": "1", "amount": amount, "products": products }],
                "redirectUrls": { "confirmUrl": confirm, "cancelUrl": cancel },
                "options": { "payment": { "capture": self.life.capture, "payType": pay_type } },
            })
        };
        Value::to_string(&request)
    }
}

/// Does an act by a process of its own.
pub(crate) async fn act(world: &World<'_>, number: usize) {
    let act = &world.life.acts[number].1;
    let process = Process::new(world, number as u64, false);
    let link = |pay: &usize| world.links.borrow().get(pay).copied();
    match act {
        Act::Pay(terms) => pay(&process, number, world.life.quotes[*terms]).await,
        Act::Decide(pay, decision) => {
            if let Some(transaction) = link(pay) {
                let path = format!("transactions/{transaction}/{decision}");
                let taken = world.books.control("POST", &path, "", world.now()).is_some();
                world.tell(decision, || format!("{transaction}: {taken}"));
                if taken && *decision == "approve" {
                    world.approves(transaction);
                }
            }
        }
        Act::Visit(pay) => {
            if let Some(transaction) = link(pay) {
                process.visits.set(Some(transaction));
                let first = world.comes_back(transaction);
                let rest = look(&process, &Who::Visit { transaction, fee: None }).await;
                if first && rest == Some(Rest::UnderWay) {
                    world.comes_again(transaction);
                }
            }
        }
        Act::Cancel(pay) => {
            if let Some(transaction) = link(pay) {
                look(&process, &Who::Cancel { transaction }).await;
            }
        }
        Act::Charge(terms, key) => {
            let wish = Box::new(world.wish(*terms, *key));
            look(&process, &Who::Operator(life::Act::Charge(wish))).await;
        }
        Act::EndKey => world.ends_key(),
        Act::Elsewhere => world.pays_elsewhere(),
        Act::Foreign => {
            let transaction: TransactionId = "2026050799999999999".parse().expect("an id");
            look(&process, &Who::Visit { transaction, fee: None }).await;
        }
        Act::Status => {
            let config = world.config(world.life.quotes[0].version);
            let page = |record: &Record| process.pages(record);
            let orders = Orders::new(&config, &process, Limits::default()).early(&page);
            let looked = orders.status(&ORDER.into()).await;
            ended(world, &looked);
        }
        Act::Sweep => sweep(world, number as u64).await,
        Act::Capture(amount) => {
            let amount = amount.map(|sum| sum.to_string().parse().expect("an amount"));
            look(&process, &Who::Operator(life::Act::Capture { amount })).await;
        }
        Act::Void => {
            look(&process, &Who::Operator(life::Act::Void)).await;
        }
        Act::Refund(key, sum) => {
            world.seen.borrow_mut().wanted.entry((*key).to_owned()).or_default().insert(*sum);
            let amount = sum.map(|sum| sum.to_string().parse().expect("an amount"));
            look(&process, &Who::Operator(life::Act::Refund { amount, key: (*key).to_owned() })).await;
        }
        Act::Abandon => {
            look(&process, &Who::Operator(life::Act::Abandon)).await;
        }
        Act::Resolve => resolve(world, number as u64).await,
    }
}

/// A person looks into LINE Pay's console, and says what became of the step in hand.
pub(crate) async fn resolve(world: &World<'_>, name: u64) {
    let process = Process::new(world, name, false);
    let Some((record, work)) = world.record().and_then(|record| Some((record.clone(), record.work?))) else {
        return;
    };
    let books = world.books.held(world.now());
    let id = work.step.transaction.to_string();
    let known = record.payment.map_or(0, |paid| paid.refunds.iter().filter(|one| one.id.is_some()).count());
    let unnamed = |held: &crate::books::Held| held.refunds.len() > known;
    let charges = work.step.step == linepay_edge::wire::Step::PreApproval;
    let mine = |held: &&crate::books::Held| held.transaction == id || charges && held.was_confirmed();
    let done = books.iter().find(mine).is_some_and(|held| match work.step.step {
        linepay_edge::wire::Step::Confirm | linepay_edge::wire::Step::PreApproval => held.was_confirmed(),
        linepay_edge::wire::Step::Capture => held.was_captured(),
        linepay_edge::wire::Step::Void => held.state == "VOIDED",
        _ => unnamed(held),
    });
    look(&process, &Who::Operator(life::Act::Resolve { done })).await;
}

pub(crate) async fn sweep(world: &World<'_>, name: u64) {
    let process = Process::new(world, name, true);
    let config = world.config(world.life.quotes[0].version);
    let orders = Orders::new(&config, &process, Limits::default());
    // Somebody of the shop does not wait for what LINE Pay wants later.
    let looked = if world.life.charged && name.is_multiple_of(2) {
        orders.retry(&ORDER.into()).await
    } else {
        orders.sweep(&ORDER.into()).await
    };
    ended(world, &looked);
}

async fn look(process: &Process<'_, '_>, who: &Who) -> Option<Rest> {
    let config = process.world.config(process.world.life.quotes[0].version);
    let page = |record: &Record| process.pages(record);
    let orders = Orders::new(&config, process, Limits::default());
    // A buyer's page need not wait for the last write.
    let orders = if matches!(who, Who::Visit { .. }) { orders.early(&page) } else { orders };
    let looked = orders.look(&ORDER.into(), who).await;
    if let (Who::Operator(life::Act::Charge(_)), Ok(looked)) = (who, &looked) {
        process.world.charge_ends(looked);
    }
    process.world.leaves_nothing_unsent(process);
    ended(process.world, &looked);
    looked.ok().map(|looked| looked.rest)
}

async fn pay(process: &Process<'_, '_>, number: usize, quote: Quote) {
    let world = process.world;
    let config = world.config(quote.version);
    let terms = world.terms(quote);
    let reserve = async |now: &dyn Fn() -> u64, terms: &Terms| {
        let operation = linepay_edge::operations::find("reserve").expect("an operation");
        let text = world.request(quote, terms.order.order_id.as_str());
        let request = Request::read(operation, quote.version, Input::of(&text), None)?;
        let reply = Client::new(&config, process).call(&request, &Expected::default()).await?.reply;
        Ok(Reservation::of(&reply, terms.clone(), now()).expect("the reply names a transaction"))
    };
    let mut orders = Orders::new(&config, process, Limits::default());
    orders.suffixes = world.life.suffixes;
    let looked = orders.pay(&ORDER.into(), &terms, reserve).await;
    if let Some(link) = looked.as_ref().ok().and_then(|looked| looked.link) {
        world.links.borrow_mut().insert(number, link);
    }
    world.wish_ends(process, &looked);
    ended(world, &looked);
}

fn ended(world: &World<'_>, looked: &Result<Looked, Error>) {
    match looked {
        Ok(looked) => {
            world.tell("ends", || format!("{:?}", looked.rest));
            looked.record.iter().for_each(|record| world.says(record));
            if let Some(error) = &looked.error {
                world.keeps_the_secret("an error", &format!("{error:?} {error}"));
                world.keeps_the_key("an error", &format!("{error:?} {error}"));
            }
        }
        Err(error) => {
            world.tell("fails", || error.to_string());
            world.keeps_the_secret("an error", &format!("{error:?} {error}"));
            world.keeps_the_key("an error", &format!("{error:?} {error}"));
        }
    }
}
