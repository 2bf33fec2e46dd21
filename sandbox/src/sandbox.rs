//! The sandbox itself: one request in, one answer out.

use crate::merchant::{Config, StartError};
use crate::wire::{Answer, Change, Request};
use crate::worlds::{Site, Worlds};
use crate::{api, buyer, control, page};

/// LINE Pay's server: for one merchant, and for as many others as the control route makes.
///
/// ```
/// use linepay_sandbox::{Config, Request, Sandbox, Settings};
///
/// let mut sandbox = Sandbox::new(Config {
///     channel_id: "1234567890".to_owned(),
///     channel_secret: "0123456789abcdef0123456789abcdef".to_owned(),
///     merchant_name: "Sample Shop".to_owned(),
///     seed: "a fixed text in tests, random otherwise".to_owned(),
///     public_origin: None,
///     settings: Settings::default(),
/// })?;
/// let answer = sandbox.handle(&Request { method: "GET".to_owned(), path: "/v2/payments".to_owned(),
/// ..Request::default() }, 0); assert!(answer.body.contains("1106")); // the headers are missing
/// # Ok::<(), linepay_sandbox::StartError>(())
/// ```
#[derive(Debug)]
pub struct Sandbox {
    worlds: Worlds,
    keeps: bool,
    /// The world of the last call of the API, and which one in its log it is.
    answered: Option<(String, u64)>,
}

impl Sandbox {
    /// A sandbox with nothing in it.
    ///
    /// # Errors
    /// A credential or the seed is empty.
    pub fn new(config: Config) -> Result<Sandbox, StartError> {
        config.check()?;
        Ok(Sandbox { worlds: Worlds::new(config), keeps: true, answered: None })
    }

    /// For a host that keeps nothing: no answer has changes, and none are written. That is a third of a call's work.
    #[must_use]
    pub fn in_memory(self) -> Sandbox {
        Sandbox { keeps: false, ..self }
    }

    /// Takes up the records that an earlier sandbox handed out as changes.
    ///
    /// # Errors
    /// A record cannot be read; the sandbox is then to be thrown away.
    pub fn load<K: AsRef<str>, V: AsRef<str>>(
        &mut self,
        records: impl IntoIterator<Item = (K, V)>,
    ) -> Result<(), StartError> {
        self.worlds.load(records)
    }

    /// Answers one request at the host's time (milliseconds since 1970, UTC).
    ///
    /// Write the answer's changes down before the answer is sent: LINE Pay does not forget a payment either.
    pub fn handle(&mut self, request: &Request, now: u64) -> Answer {
        self.answered = None;
        if control::is_about_worlds(request) {
            let answer = control::answer_about_worlds(&mut self.worlds, request, now);
            return keep(answer, self.worlds.changes(self.keeps));
        }
        let name = self.worlds.name_of(request);
        match self.worlds.named(&name) {
            Some(site) => {
                let answer = within(site, request, now);
                self.answered = site.world.take_answered().map(|number| (name, number));
                keep(answer, site.changes(self.keeps))
            }
            None => Answer::error(404, "x-sandbox-world: there is no such world; POST /_sandbox/worlds makes one"),
        }
    }

    /// How long the last answer took, for the call log; what was no call of the API is in no log. The sandbox has no
    /// clock of its own to measure it by.
    pub fn took(&mut self, milliseconds: f64) {
        if let Some((name, number)) = self.answered.take()
            && let Some(site) = self.worlds.named(&name)
        {
            site.world.took(number, milliseconds);
        }
    }
}

fn within(site: &mut Site, request: &Request, host: u64) -> Answer {
    let Site { config, world, .. } = site;
    let now = world.tick(host);
    // Nobody can have seen until now that they had arrived.
    buyer::act(world, now);
    api::land(config, world, now);
    let mut answer = if request.path == "/_sandbox" || request.path.starts_with("/_sandbox/") {
        control::answer(config, world, request, now)
    } else if request.path.starts_with("/web/") {
        page::answer(config, world, request, now)
    } else {
        api::answer(config, world, request, now)
    };
    // Of a reservation that was just made, where its buyer waits for nothing.
    buyer::act(world, now);
    answer.callbacks.extend(world.callbacks());
    world.keep_past(now);
    answer
}

fn keep(answer: Answer, changes: Result<Vec<Change>, StartError>) -> Answer {
    match changes {
        Ok(changes) => Answer { changes, ..answer },
        Err(error) => Answer::error(500, &error.to_string()),
    }
}
