//! The handle the rest of the service holds.

use std::{
    fmt,
    num::NonZeroUsize,
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread::{self, JoinHandle},
};

use tokio::sync::oneshot;

use super::{
    Conn, DbError, TxError,
    connect::{OpenError, Target},
    job::{Job, Task},
    migrations,
    queue::{Queue, Refused},
    transaction::Purpose,
    worker::{Request, Worker},
};

/// How many threads and how long queues.
#[derive(Debug, Clone)]
pub struct Options {
    /// SQLite's reading threads; at least 1.
    pub readers: usize,
    /// PostgreSQL's threads, each with one connection; at least 1.
    pub connections: usize,
    /// Requests that may wait before the next is told to come back later (503).
    pub queue: usize,
}

impl Default for Options {
    fn default() -> Self {
        let cores = thread::available_parallelism().map_or(2, NonZeroUsize::get);
        Self {
            readers: cores.max(2),
            connections: 4,
            queue: 1024,
        }
    }
}

/// The database: cheap to clone, closed when the last clone goes.
#[derive(Clone)]
pub struct Database(Arc<Inner>);

struct Inner {
    target: Arc<Target>,
    reads: Arc<Queue<Request>>,
    writes: Arc<Queue<Request>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Database").field(&self.0.target.engine()).finish()
    }
}

impl Database {
    /// Opens `sqlite://PATH` (created when absent) or `postgres://…` with the usual number of threads.
    ///
    /// # Errors
    /// When the URL is neither, the engine cannot be reached or is unfit, or a newer release has been here.
    pub fn open(url: &str) -> Result<Self, OpenError> {
        Self::open_with(url, &Options::default())
    }

    /// [`Database::open`] with chosen sizes.
    ///
    /// # Errors
    /// As [`Database::open`].
    pub fn open_with(url: &str, options: &Options) -> Result<Self, OpenError> {
        let target = Arc::new(Target::parse(url)?);
        on_own_thread({
            let target = Arc::clone(&target);
            move || migrations::refuse_newer(&target)
        })?;
        let writes = Arc::new(Queue::new(options.queue));
        let sqlite = target.is_sqlite();
        let reads = if sqlite {
            Arc::new(Queue::new(options.queue))
        } else {
            Arc::clone(&writes)
        };
        let database = Self(Arc::new(Inner {
            target,
            reads,
            writes,
            threads: Mutex::default(),
        }));
        if sqlite {
            database.0.start("db-write", Purpose::Write)?;
            for _ in 0..options.readers.max(1) {
                database.0.start("db-read", Purpose::Read)?;
            }
        } else {
            for _ in 0..options.connections.max(1) {
                database.0.start("db", Purpose::Write)?;
            }
        }
        Ok(database)
    }

    /// The engine's name: `sqlite` or `postgres`.
    pub fn engine(&self) -> &'static str {
        self.0.target.engine()
    }

    /// Runs all pending migrations, in one transaction, and names those it ran.
    ///
    /// # Errors
    /// When a migration fails (then none is applied) or a newer release has been here.
    pub fn migrate(&self) -> Result<Vec<String>, OpenError> {
        let target = Arc::clone(&self.0.target);
        on_own_thread(move || migrations::run(&target))
    }

    /// The names of the migrations that [`Database::migrate`] would run.
    ///
    /// # Errors
    /// When the database cannot be reached or a newer release has been here.
    pub fn pending_migrations(&self) -> Result<Vec<String>, OpenError> {
        let target = Arc::clone(&self.0.target);
        on_own_thread(move || migrations::pending(&target))
    }

    /// Runs `work` on one consistent snapshot.
    ///
    /// # Errors
    /// Those of `work`, and the database's own.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: TxError,
        F: FnMut(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        self.submit(Purpose::Read, work).await
    }

    /// Runs `work` in one serializable transaction: `Ok` commits, `Err` undoes. It may run more than once, so
    /// it must do nothing but database work. The answer comes after the data is safe on disk.
    ///
    /// # Errors
    /// Those of `work`, and the database's own.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: TxError,
        F: FnMut(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        self.submit(Purpose::Write, work).await
    }

    /// [`Database::read`] for commands and other code outside the async runtime; it blocks the thread.
    ///
    /// # Errors
    /// As [`Database::read`].
    pub fn read_blocking<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: TxError,
        F: FnMut(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        self.submit_blocking(Purpose::Read, work)
    }

    /// [`Database::write`] for commands and other code outside the async runtime; it blocks the thread.
    ///
    /// # Errors
    /// As [`Database::write`].
    pub fn write_blocking<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: TxError,
        F: FnMut(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        self.submit_blocking(Purpose::Write, work)
    }

    /// Finishes what waits, refuses what comes, closes the connections. Blocks until done.
    pub fn close(&self) {
        self.0.close();
    }

    async fn submit<T, E, F>(&self, purpose: Purpose, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: TxError,
        F: FnMut(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        self.0.push(
            purpose,
            Task::boxed(work, move |result| {
                // A caller that went away (a closed browser) no longer wants the answer.
                let _ = reply.send(result);
            }),
        )?;
        answer.await.unwrap_or_else(|_| Err(DbError::Closed.into()))
    }

    fn submit_blocking<T, E, F>(&self, purpose: Purpose, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: TxError,
        F: FnMut(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        let (reply, answer) = mpsc::sync_channel(1);
        self.0.push(
            purpose,
            Task::boxed(work, move |result| {
                let _ = reply.send(result);
            }),
        )?;
        answer.recv().unwrap_or_else(|_| Err(DbError::Closed.into()))
    }
}

impl Inner {
    fn push(&self, purpose: Purpose, job: Box<dyn Job>) -> Result<(), DbError> {
        let queue = match purpose {
            Purpose::Read => &self.reads,
            Purpose::Write => &self.writes,
        };
        queue.push((purpose, job)).map_err(|refused| match refused {
            Refused::Full(_) => DbError::Busy,
            Refused::Closed(_) => DbError::Closed,
        })
    }

    /// Starts one thread and waits until its connection is open.
    fn start(&self, name: &str, purpose: Purpose) -> Result<(), OpenError> {
        let target = Arc::clone(&self.target);
        let groups = purpose == Purpose::Write && target.is_sqlite();
        let queue = match purpose {
            Purpose::Read => Arc::clone(&self.reads),
            Purpose::Write => Arc::clone(&self.writes),
        };
        let (ready, opened) = mpsc::sync_channel(1);
        let handle = thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || match Worker::open(target, purpose) {
                Ok(worker) => {
                    let _ = ready.send(Ok(()));
                    if groups {
                        worker.serve_groups(&queue);
                    } else {
                        worker.serve(&queue);
                    }
                }
                Err(error) => {
                    let _ = ready.send(Err(error));
                }
            })
            .map_err(|error| OpenError::Connect(error.to_string()))?;
        self.threads
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(handle);
        opened
            .recv()
            .unwrap_or_else(|_| Err(OpenError::Connect("the database thread ended".to_owned())))
    }

    fn close(&self) {
        self.reads.close();
        self.writes.close();
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for handle in threads {
            // The last clone may be dropped by work that runs on one of these threads.
            if handle.thread().id() != thread::current().id() {
                let _ = handle.join();
            }
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.close();
    }
}

/// Runs blocking database work on a thread that is not one of the async runtime's, which PostgreSQL's
/// connection demands.
fn on_own_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, OpenError> + Send + 'static,
) -> Result<T, OpenError> {
    thread::Builder::new()
        .name("db-setup".to_owned())
        .spawn(work)
        .map_err(|error| OpenError::Connect(error.to_string()))?
        .join()
        .unwrap_or_else(|_| Err(OpenError::Connect("the set-up panicked".to_owned())))
}
