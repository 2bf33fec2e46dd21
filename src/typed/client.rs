//! Calls with typed requests.

use super::Typed;
use crate::config::Config;
use crate::error::Error;
use crate::flow::{Client, Host};
use crate::payment::PaymentLife;
use crate::row::Field;
use crate::wire::{Expected, Rules};

impl From<&Config> for Rules {
    fn from(config: &Config) -> Rules {
        config.rules()
    }
}

impl<H: Host> Client<'_, H> {
    /// Makes a call. `known` is what the caller knows about the payment besides the request.
    ///
    /// # Errors
    /// Everything that can go wrong, with what it means for the money.
    pub async fn send<T: Typed>(&self, request: &T, known: &Expected) -> Result<T::Reply, Error> {
        let asked = request.request_in(known.currency, self.config())?;
        let answer = self.call(&asked, known).await?;
        T::Reply::read(answer.reply.text()).ok_or_else(|| T::OPERATION.malformed(&answer.raw))
    }

    /// As [`Client::send`], if the payment's life allows the step; else nothing is sent.
    ///
    /// # Errors
    /// [`Code::IllegalStep`](crate::Code::IllegalStep), or as [`Client::send`].
    pub async fn send_step<T: Typed>(
        &self,
        request: &T,
        known: &Expected,
        life: &PaymentLife,
    ) -> Result<T::Reply, Error> {
        let currency = known.currency.or_else(|| life.currency.as_deref()?.parse().ok());
        let asked = request.request_in(currency, self.config())?;
        let answer = self.step(&asked, known, life).await?;
        T::Reply::read(answer.reply.text()).ok_or_else(|| T::OPERATION.malformed(&answer.raw))
    }
}
