//! A database thread: one connection, one transaction at a time.

use std::{sync::Arc, thread, time::Duration};

use super::{
    Conn, DbError,
    connect::{OpenError, Target},
    is_serialization_failure,
    job::{Job, Verdict},
    queue::Queue,
    transaction::{self, Purpose},
};
use crate::kernel::random;

/// How often a write that lost a race is run again before the caller is told that the database is busy.
const RETRIES: u32 = 5;
/// The most requests that share one COMMIT on SQLite.
const GROUP: usize = 64;

/// Work together with what it is for; PostgreSQL's threads serve both kinds from one queue.
pub(super) type Request = (Purpose, Box<dyn Job>);

/// One thread's connection, reopened whenever its state is in doubt.
pub(super) struct Worker {
    target: Arc<Target>,
    purpose: Purpose,
    conn: Option<Conn>,
}

enum Attempt {
    Done,
    Again,
    Failed(DbError),
}

enum Member {
    /// Its fate is the group's.
    Settled,
    /// It lost a race: it runs again by itself, later.
    Alone,
    /// The group's transaction is lost; `bool`: because this member panicked.
    Lost(bool),
}

impl Worker {
    /// Opens the connection.
    pub(super) fn open(target: Arc<Target>, purpose: Purpose) -> Result<Self, OpenError> {
        let conn = Some(target.connect(purpose)?);
        Ok(Self {
            target,
            purpose,
            conn,
        })
    }

    /// Serves a queue, each request in a transaction of its own, until the queue is closed and drained.
    pub(super) fn serve(mut self, queue: &Queue<Request>) {
        loop {
            let requests = queue.take(1);
            if requests.is_empty() {
                return;
            }
            for (purpose, job) in requests {
                self.alone(purpose, job);
            }
        }
    }

    /// Serves a queue of writes. Everything that arrived while the last COMMIT was syncing to disk shares
    /// the next one: the disk is synced once for all of them, and nobody is answered before it is.
    pub(super) fn serve_groups(mut self, queue: &Queue<Request>) {
        loop {
            let mut jobs: Vec<Box<dyn Job>> = queue.take(GROUP).into_iter().map(|(_, job)| job).collect();
            if jobs.is_empty() {
                return;
            }
            if jobs.len() > 1 {
                jobs = self.together(jobs);
            }
            for job in jobs {
                self.alone(Purpose::Write, job);
            }
        }
    }

    fn connection(&mut self) -> Result<&mut Conn, DbError> {
        let conn = match self.conn.take() {
            Some(conn) => conn,
            None => self
                .target
                .connect(self.purpose)
                .map_err(|error| DbError::Unavailable(error.to_string()))?,
        };
        Ok(self.conn.insert(conn))
    }

    fn alone(&mut self, purpose: Purpose, mut job: Box<dyn Job>) {
        for attempt in 0..=RETRIES {
            match self.attempt(purpose, &mut *job) {
                Attempt::Done => return job.answer(),
                Attempt::Failed(error) => {
                    tracing::error!(%error, "database work was not done");
                    return job.fail(error);
                }
                Attempt::Again => back_off(attempt),
            }
        }
        tracing::warn!(retries = RETRIES, "a write lost every race");
        job.fail(DbError::Busy);
    }

    fn attempt(&mut self, purpose: Purpose, job: &mut dyn Job) -> Attempt {
        let conn = match self.connection() {
            Ok(conn) => conn,
            Err(error) => return Attempt::Failed(error),
        };
        if let Err(error) = transaction::begin(conn, purpose) {
            return if is_serialization_failure(&error) {
                // Another process has held the file's lock for as long as we wait.
                Attempt::Failed(DbError::Busy)
            } else {
                // The connection has died since its last use, and nothing has happened on it yet.
                tracing::warn!(%error, "a database connection was lost and is opened again");
                self.conn = None;
                Attempt::Again
            };
        }
        let verdict = job.run(conn);
        match verdict {
            Verdict::Commit => match transaction::commit(conn) {
                Ok(()) => Attempt::Done,
                Err(error) if is_serialization_failure(&error) => Attempt::Again,
                Err(error) => {
                    self.conn = None;
                    Attempt::Failed(DbError::Query(error))
                }
            },
            Verdict::Rollback | Verdict::Retry => {
                if transaction::rollback(conn).is_err() {
                    self.conn = None;
                }
                match verdict {
                    Verdict::Retry => Attempt::Again,
                    _ => Attempt::Done,
                }
            }
            Verdict::Panicked => {
                self.conn = None;
                Attempt::Failed(DbError::Panicked)
            }
        }
    }

    /// Runs several writes in one transaction and returns those that must run by themselves: losers of a
    /// race, and everybody when the shared transaction came to nothing.
    fn together(&mut self, jobs: Vec<Box<dyn Job>>) -> Vec<Box<dyn Job>> {
        let Ok(conn) = self.connection() else { return jobs };
        if let Err(error) = transaction::begin(conn, Purpose::Write) {
            if is_serialization_failure(&error) {
                // Waiting for the same lock once per member would make all of them wait for minutes.
                jobs.into_iter().for_each(|job| job.fail(DbError::Busy));
                return Vec::new();
            }
            return jobs;
        }
        let (mut settled, mut alone) = (Vec::with_capacity(jobs.len()), Vec::new());
        let mut jobs = jobs.into_iter();
        while let Some(mut job) = jobs.next() {
            match member(conn, &mut *job) {
                Member::Settled => settled.push(job),
                Member::Alone => alone.push(job),
                Member::Lost(panicked) => {
                    self.conn = None;
                    if panicked {
                        job.fail(DbError::Panicked);
                    } else {
                        settled.push(job);
                    }
                    settled.extend(alone);
                    settled.extend(jobs);
                    return settled;
                }
            }
        }
        match transaction::commit(conn) {
            Ok(()) => {
                settled.into_iter().for_each(Job::answer);
                alone
            }
            Err(error) => {
                tracing::warn!(%error, "a shared commit failed; its members run one by one");
                self.conn = None;
                settled.extend(alone);
                settled
            }
        }
    }
}

fn member(conn: &mut Conn, job: &mut dyn Job) -> Member {
    if transaction::enter_member(conn).is_err() {
        return Member::Lost(false);
    }
    let (ended, kept) = match job.run(conn) {
        Verdict::Commit => (transaction::keep_member(conn), Member::Settled),
        Verdict::Rollback => (transaction::undo_member(conn), Member::Settled),
        Verdict::Retry => (transaction::undo_member(conn), Member::Alone),
        Verdict::Panicked => return Member::Lost(true),
    };
    if ended.is_ok() { kept } else { Member::Lost(false) }
}

/// Waits 1, 2, 4, 8, 16 ms, each stretched at random up to twice its length, so that the losers of one race
/// do not meet again in the next.
fn back_off(attempt: u32) {
    let [jitter] = random::bytes::<1>();
    let micros = 1_000_u64 << attempt.min(RETRIES);
    thread::sleep(Duration::from_micros(micros + micros * u64::from(jitter) / 256));
}
