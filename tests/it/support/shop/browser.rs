//! The buyer's browser: it keeps cookies.

use super::network::{Trouble, Weather};
use super::{MINUTE, Reserved, Shop};
use linepay_edge::flow::{CheckoutReserved, CheckoutVerdict, State, VisitKind};

pub(crate) struct Browser<'a> {
    shop: &'a Shop,
    jar: Vec<(String, String)>,
}

impl<'a> Browser<'a> {
    pub(crate) fn with(shop: &'a Shop, reserved: &[&Reserved]) -> Browser<'a> {
        let mut browser = Browser { shop, jar: Vec::new() };
        reserved.iter().for_each(|reserved| browser.keep(&reserved.cookie));
        browser
    }

    /// What a `Set-Cookie` header asks for. One that is set anew stays where it is: browsers send the oldest first.
    pub(crate) fn keep(&mut self, cookie: &str) {
        let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
        if cookie.contains("; Max-Age=0;") {
            assert!(self.jar.iter().any(|(known, _)| known == name), "{name} is not there");
            self.jar.retain(|(known, _)| known != name);
            return;
        }
        match self.jar.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => value.clone_into(known),
            None => self.jar.push((name.to_owned(), value.to_owned())),
        }
    }

    /// An answer to a wish to pay.
    pub(crate) fn takes(&mut self, reserved: &CheckoutReserved) {
        [&reserved.set_cookie].into_iter().chain(&reserved.clear_cookies).for_each(|cookie| self.keep(cookie));
    }

    /// The `Cookie` header.
    pub(crate) fn cookies(&self) -> String {
        let cookies: Vec<_> = self.jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
        cookies.join("; ")
    }

    pub(crate) fn visit(&mut self, kind: VisitKind, url: &str) -> CheckoutVerdict {
        let verdict = self.shop.visit(kind, url, Some(&self.cookies()));
        verdict.set_cookie.iter().chain(&verdict.clear_cookies).for_each(|cookie| self.keep(cookie));
        verdict
    }

    pub(crate) fn confirm(&mut self, reserved: &Reserved) -> CheckoutVerdict {
        self.visit(VisitKind::Confirm, &reserved.confirm)
    }

    /// A visit to the confirm page whose confirm is in this trouble, and that can ask nothing after it: what became of
    /// it is not known.
    pub(crate) fn lose(&mut self, url: &str, trouble: Trouble) -> CheckoutVerdict {
        let ask = ["authCheck", "paymentCheck"];
        let first = ask.map(|name| (name, Trouble::CodeBefore("1150")));
        let later = ask.into_iter().cycle().take(16).map(|name| (name, Trouble::HangBefore));
        let script = first.into_iter().chain([("confirm", trouble)]).chain(later);
        self.shop.network.set_weather(Weather::Script(script.collect()));
        let verdict = self.visit(VisitKind::Confirm, url);
        assert_eq!(verdict.state, State::Pending, "{verdict:?}");
        self.shop.network.set_weather(Weather::Quiet);
        self.shop.network.advance(MINUTE / 2);
        verdict
    }
}
