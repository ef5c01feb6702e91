//! One piece of work on its way through a database thread.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{Conn, DbError, TxError};

/// How one run of the work ended, and so what becomes of its transaction.
pub(super) enum Verdict {
    /// Make it durable.
    Commit,
    /// Undo it; the caller gets the error.
    Rollback,
    /// Undo it and run it again: it lost a race.
    Retry,
    /// Undo it with its connection, which may be in any state.
    Panicked,
}

/// Work whose types are erased, so that one queue carries all of it.
pub(super) trait Job: Send {
    /// Runs the work once inside an open transaction and keeps its result. May be called again.
    fn run(&mut self, conn: &mut Conn) -> Verdict;
    /// Hands the kept result to the caller. To be called only once the transaction has ended.
    fn answer(self: Box<Self>);
    /// Tells the caller that the work was not done.
    fn fail(self: Box<Self>, error: DbError);
}

/// A closure with its caller's way to get the answer.
pub(super) struct Task<T, E, F, R> {
    work: F,
    result: Option<Result<T, E>>,
    reply: R,
}

impl<T, E, F, R> Task<T, E, F, R>
where
    T: Send + 'static,
    E: TxError,
    F: FnMut(&mut Conn) -> Result<T, E> + Send + 'static,
    R: FnOnce(Result<T, E>) + Send + 'static,
{
    /// Work that will answer through `reply`.
    pub(super) fn boxed(work: F, reply: R) -> Box<dyn Job> {
        Box::new(Self {
            work,
            result: None,
            reply,
        })
    }
}

impl<T, E, F, R> Job for Task<T, E, F, R>
where
    T: Send + 'static,
    E: TxError,
    F: FnMut(&mut Conn) -> Result<T, E> + Send + 'static,
    R: FnOnce(Result<T, E>) + Send + 'static,
{
    fn run(&mut self, conn: &mut Conn) -> Verdict {
        // Sound although the closure is not UnwindSafe: after a panic neither it nor the connection is used.
        match catch_unwind(AssertUnwindSafe(|| (self.work)(conn))) {
            Ok(result) => {
                let verdict = match &result {
                    Ok(_) => Verdict::Commit,
                    Err(error) if error.retryable() => Verdict::Retry,
                    Err(_) => Verdict::Rollback,
                };
                self.result = Some(result);
                verdict
            }
            Err(_) => Verdict::Panicked,
        }
    }

    fn answer(self: Box<Self>) {
        let result = self.result.unwrap_or_else(|| Err(DbError::Closed.into()));
        (self.reply)(result);
    }

    fn fail(self: Box<Self>, error: DbError) {
        (self.reply)(Err(error.into()));
    }
}
