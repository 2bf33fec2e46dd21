//! What ends a wait: a timer, or a caller's signal. Neither leaves anything behind once it is dropped.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

/// The longest delay a timer takes; a longer one would fire at once.
const LONGEST: u32 = i32::MAX as u32;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(work: &JsValue, milliseconds: u32) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);
}

/// A closure that is called once, as a future. Unlike a promise it needs no other end to be given back.
struct Once {
    state: Rc<RefCell<State>>,
    closure: Closure<dyn FnMut()>,
}

#[derive(Default)]
struct State {
    called: bool,
    waker: Option<Waker>,
}

impl Once {
    fn new() -> Once {
        let state = Rc::new(RefCell::new(State::default()));
        let own = Rc::clone(&state);
        let closure = Closure::new(move || {
            let mut state = own.borrow_mut();
            state.called = true;
            let waker = state.waker.take();
            drop(state);
            if let Some(waker) = waker {
                waker.wake();
            }
        });
        Once { state, closure }
    }

    fn poll(&self, context: &Context<'_>) -> Poll<()> {
        let mut state = self.state.borrow_mut();
        if state.called {
            return Poll::Ready(());
        }
        state.waker = Some(context.waker().clone());
        Poll::Pending
    }
}

/// A time of waiting.
pub(super) struct Timer {
    once: Once,
    id: JsValue,
}

impl Timer {
    pub(super) fn new(milliseconds: u32) -> Timer {
        let once = Once::new();
        let id = set_timeout(once.closure.as_ref(), milliseconds.min(LONGEST));
        Timer { once, id }
    }
}

impl Future for Timer {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.once.poll(context)
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.id);
    }
}

/// Ends when the signal does.
pub(super) struct Aborted {
    once: Once,
    signal: AbortSignal,
}

impl Aborted {
    pub(super) fn of(signal: &AbortSignal) -> Aborted {
        let aborted = Aborted { once: Once::new(), signal: signal.clone() };
        // An object that only looks like a signal is one that never ends.
        let _ = signal.add_event_listener_with_callback("abort", aborted.once.closure.as_ref().unchecked_ref());
        aborted
    }
}

impl Future for Aborted {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.signal.aborted() { Poll::Ready(()) } else { self.once.poll(context) }
    }
}

impl Drop for Aborted {
    fn drop(&mut self) {
        let listener = self.once.closure.as_ref().unchecked_ref();
        let _ = self.signal.remove_event_listener_with_callback("abort", listener);
    }
}

/// What the work comes to, or nothing where `end` comes first. The work is dropped then.
pub(super) async fn before<T>(work: impl Future<Output = T>, end: impl Future<Output = ()>) -> Option<T> {
    let (mut work, mut end) = (pin!(work), pin!(end));
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending => end.as_mut().poll(context).map(|()| None),
    })
    .await
}
