//! Runs futures that wait for nothing real: each poll is one step of a process.

use super::random::Random;
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

const MOST_STEPS: usize = 10_000;

/// To its end.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    kill_after(MOST_STEPS, future).expect("it waits for something that never happens")
}

/// So many steps, then the process is killed; `None` if that was too early.
pub(crate) fn kill_after<F: Future>(steps: usize, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..steps {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return Some(value);
        }
    }
    None
}

/// Both to their ends, in an order that `random` mixes.
pub(crate) fn together<T>(futures: [Pin<Box<dyn Future<Output = T> + '_>>; 2], random: &mut Random) -> [T; 2] {
    let mut futures = futures;
    let mut ends = [None, None];
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..MOST_STEPS {
        let turn = random.below(2);
        if ends[turn].is_none()
            && let Poll::Ready(value) = futures[turn].as_mut().poll(&mut context)
        {
            ends[turn] = Some(value);
        }
        if let [Some(_), Some(_)] = &ends {
            break;
        }
    }
    ends.map(|end| end.expect("it waits for something that never happens"))
}

/// Gives way once: where a process can be killed, and another can come between.
pub(crate) async fn step() {
    let mut ready = false;
    std::future::poll_fn(|_| {
        if ready {
            return Poll::Ready(());
        }
        ready = true;
        Poll::Pending
    })
    .await;
}
