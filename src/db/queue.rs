//! A bounded queue between the request handlers and the database threads.

use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
};

/// Why an item was not taken; it is handed back.
pub(super) enum Refused<T> {
    /// The queue holds as many items as it may.
    Full(T),
    /// Nobody will serve it any more.
    Closed(T),
}

struct State<T> {
    items: VecDeque<T>,
    open: bool,
}

/// Many producers, many consumers, first in, first out.
pub(super) struct Queue<T> {
    state: Mutex<State<T>>,
    arrived: Condvar,
    capacity: usize,
}

impl<T> Queue<T> {
    /// An open queue for at most `capacity` waiting items.
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            state: Mutex::new(State {
                items: VecDeque::new(),
                open: true,
            }),
            arrived: Condvar::new(),
            capacity,
        }
    }

    /// No code panics while it holds the lock, so a poisoned one still guards a sound state.
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds an item, or hands it back at once: callers never wait for room.
    pub(super) fn push(&self, item: T) -> Result<(), Refused<T>> {
        let mut state = self.lock();
        if !state.open {
            return Err(Refused::Closed(item));
        }
        if state.items.len() >= self.capacity {
            return Err(Refused::Full(item));
        }
        state.items.push_back(item);
        drop(state);
        self.arrived.notify_one();
        Ok(())
    }

    /// Waits for work and takes up to `most` items; empty when the queue is closed and drained.
    pub(super) fn take(&self, most: usize) -> Vec<T> {
        let mut state = self.lock();
        while state.items.is_empty() && state.open {
            state = self.arrived.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let count = state.items.len().min(most);
        state.items.drain(..count).collect()
    }

    /// Refuses new items; what waits is still served.
    pub(super) fn close(&self) {
        self.lock().open = false;
        self.arrived.notify_all();
    }
}
