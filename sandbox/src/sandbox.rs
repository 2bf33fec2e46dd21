//! The sandbox itself: one request in, one answer out.

use crate::merchant::{Config, StartError};
use crate::wire::{Answer, Request};
use crate::world::World;
use crate::{api, buyer, control, page};

/// LINE Pay's server for one merchant.
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
    config: Config,
    world: World,
}

impl Sandbox {
    /// A sandbox with nothing in it.
    ///
    /// # Errors
    /// A credential or the seed is empty.
    pub fn new(config: Config) -> Result<Sandbox, StartError> {
        config.check()?;
        let world = World::new(config.settings.clone());
        Ok(Sandbox { config, world })
    }

    /// Takes up the records that an earlier sandbox handed out as changes.
    ///
    /// # Errors
    /// A record cannot be read; the sandbox is then to be thrown away.
    pub fn load<K: AsRef<str>, V: AsRef<str>>(
        &mut self,
        records: impl IntoIterator<Item = (K, V)>,
    ) -> Result<(), StartError> {
        records.into_iter().try_for_each(|(key, value)| self.world.load(key.as_ref(), value.as_ref()))
    }

    /// Answers one request at the host's time (milliseconds since 1970, UTC).
    ///
    /// Write the answer's changes down before the answer is sent: LINE Pay does not forget a payment either.
    pub fn handle(&mut self, request: &Request, now: u64) -> Answer {
        let now = self.world.time(now);
        // Nobody can have seen until now that they had arrived.
        buyer::act(&mut self.world, now);
        api::land(&self.config, &mut self.world, now);
        let mut answer = if request.path == "/_sandbox" || request.path.starts_with("/_sandbox/") {
            control::answer(&self.config, &mut self.world, request, now)
        } else if request.path.starts_with("/web/") {
            page::answer(&self.config, &mut self.world, request, now)
        } else {
            api::answer(&self.config, &mut self.world, request, now)
        };
        // Of a reservation that was just made, where its buyer waits for nothing.
        buyer::act(&mut self.world, now);
        answer.callbacks.extend(self.world.callbacks());
        self.world.keep_past(now);
        match self.world.changes() {
            Ok(changes) => answer.changes = changes,
            Err(error) => answer = Answer::error(500, &error.to_string()),
        }
        answer
    }
}
