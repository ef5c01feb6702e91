//! Who tells the story: everything in it is done through the use cases the API calls, by a person, at a time.

use std::{pin::Pin, sync::Arc};

use anyhow::{Context, bail, ensure};

use super::{
    cast::{Part, SignIn},
    days::Days,
};
use crate::{
    company,
    content::Pack,
    db::{Conn, Database},
    fault::Fault,
    kernel::{
        clock::SimulatedClock,
        ctx::{Actor, Ctx, UserActor},
        ids::UserId,
        random,
        time::{Timestamp, minutes},
    },
    pipeline::{
        gate_id::GateId,
        refusal::{Outcome, Refusal},
    },
};

/// After a shorter while nothing new can be due.
const SHORT_MINUTES: i64 = 30;

/// Does what has become due by the clock of the stage, mails included.
pub type Due = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Result<(), Fault>> + Send>> + Send + Sync>;

/// Where the story is played.
#[derive(Clone)]
pub struct Stage {
    /// A database that is set up and empty.
    pub db: Database,
    /// The clock, somewhere before the story's present.
    pub clock: SimulatedClock,
    /// Where people reach the service; links in mails start with it.
    pub base_url: String,
    /// When the story ends.
    pub present: Timestamp,
    /// What the service does by itself; called while time passes, so that mails leave on their day.
    pub due: Due,
    /// Is told what happens, line by line.
    pub listener: fn(&str),
}

/// Tells the story.
pub struct Teller {
    pub(super) db: Database,
    pub(super) clock: SimulatedClock,
    /// Where people reach the service.
    pub base_url: String,
    pub(super) pack: Arc<Pack>,
    /// When what happens.
    pub days: Days,
    /// When the story ends.
    pub(super) present: Timestamp,
    /// Everybody who can sign in.
    pub cast: Vec<SignIn>,
    /// What happened so far.
    pub lines: Vec<String>,
    due: Due,
    listener: fn(&str),
}

impl Teller {
    /// Comes on stage.
    ///
    /// # Errors
    /// When the database is not set up.
    pub async fn new(stage: Stage) -> anyhow::Result<Self> {
        let (calendar, pack) = stage
            .db
            .read(|conn| Ok::<_, Fault>((company::calendar(conn)?, company::current_pack(conn)?.1)))
            .await?;
        Ok(Self {
            db: stage.db,
            clock: stage.clock,
            base_url: stage.base_url,
            pack,
            days: Days::ending_at(stage.present, calendar),
            present: stage.present,
            cast: Vec::new(),
            lines: Vec::new(),
            due: stage.due,
            listener: stage.listener,
        })
    }

    /// Tells what happened.
    pub(super) fn tell(&mut self, line: impl Into<String>) {
        let line = line.into();
        (self.listener)(&line);
        self.lines.push(line);
    }

    /// Lets time pass until `instant`, which must not lie in the story's past. On the way the service does what
    /// becomes due.
    ///
    /// # Errors
    /// When it lies in the past, or what is due cannot be done.
    pub async fn wait_until(&self, instant: Timestamp) -> anyhow::Result<()> {
        let mut now = self.clock.now();
        ensure!(instant >= now, "the story would go back from {now} to {instant}");
        if instant.since(now) < minutes(SHORT_MINUTES) {
            self.clock.advance_to(instant);
            return Ok(());
        }
        while now < instant {
            told("what is due", (self.due)().await)?;
            now = self.days.next_look(now).min(instant);
            self.clock.advance_to(now);
        }
        Ok(())
    }

    /// Lets so many minutes pass.
    ///
    /// # Errors
    /// When they are fewer than none.
    pub async fn wait(&self, minute: i64) -> anyhow::Result<()> {
        self.wait_until(self.clock.now() + minutes(minute)).await
    }

    /// Lets time pass until the `n`th working day before the hire starts, `minute` minutes after work begins.
    ///
    /// # Errors
    /// When that is past.
    pub async fn before(&self, n: u32, minute: i64) -> anyhow::Result<()> {
        self.wait_until(self.days.before(n, minute)?)
            .await
            .with_context(|| format!("{n} working days before the start"))
    }

    /// Lets time pass until the `n`th working day after the hire's first, `minute` minutes after work begins.
    ///
    /// # Errors
    /// When that is past.
    pub async fn at_work(&self, n: u32, minute: i64) -> anyhow::Result<()> {
        self.wait_until(self.days.at_work(n, minute))
            .await
            .with_context(|| format!("{n} working days after the start"))
    }

    /// Who plays a part.
    ///
    /// # Errors
    /// Before the accounts are made.
    pub fn member(&self, part: Part) -> anyhow::Result<&SignIn> {
        self.cast
            .iter()
            .find(|member| member.part == Some(part))
            .with_context(|| format!("nobody plays {part:?} yet"))
    }

    /// The id of who plays a part.
    ///
    /// # Errors
    /// Before the accounts are made.
    pub fn id(&self, part: Part) -> anyhow::Result<UserId> {
        self.member(part).map(|member| member.id)
    }

    /// Who plays a part, as an actor.
    ///
    /// # Errors
    /// Before the accounts are made.
    pub fn actor(&self, part: Part) -> anyhow::Result<Actor> {
        self.member(part).map(SignIn::actor)
    }

    /// Looks something up.
    pub(super) async fn look<T: Send + 'static>(
        &self,
        what: &str,
        work: impl FnMut(&mut Conn) -> Result<T, Fault> + Send + 'static,
    ) -> anyhow::Result<T> {
        told(what, self.db.read(work).await)
    }

    /// Somebody does something that no gate guards.
    pub(super) async fn act<T: Send + 'static>(
        &self,
        actor: &Actor,
        step: &str,
        mut work: impl FnMut(&mut Conn, &Ctx) -> Result<T, Fault> + Send + 'static,
    ) -> anyhow::Result<T> {
        let ctx = Ctx {
            actor: actor.clone(),
            now: self.clock.now(),
            request_id: random::request_id(),
        };
        let done = self.db.write(move |conn| work(conn, &ctx)).await;
        told(step, done).with_context(|| format!("at {}", self.clock.now()))
    }

    /// A member of the cast does something that no gate guards.
    pub(super) async fn act_as<T: Send + 'static>(
        &self,
        part: Part,
        step: &str,
        work: impl FnMut(&mut Conn, &Ctx) -> Result<T, Fault> + Send + 'static,
    ) -> anyhow::Result<T> {
        let actor = self.actor(part)?;
        self.act(&actor, step, work).await
    }

    /// The service does something by itself.
    pub(super) async fn by_the_service<T: Send + 'static>(
        &self,
        step: &str,
        work: impl FnMut(&mut Conn, &Ctx) -> Result<T, Fault> + Send + 'static,
    ) -> anyhow::Result<T> {
        self.act(&Actor::System, step, work).await
    }

    /// Somebody takes a step that must be let through.
    pub(super) async fn done<T: Send + 'static>(
        &self,
        actor: &Actor,
        step: &str,
        work: impl FnMut(&mut Conn, &Ctx) -> Result<Outcome<T>, Fault> + Send + 'static,
    ) -> anyhow::Result<T> {
        match self.act(actor, step, work).await? {
            Outcome::Done(value) => Ok(value),
            Outcome::Refused(refusal) => bail!(
                "{step} at {}: refused: {}; {}",
                self.clock.now(),
                refusal.detail,
                reasons(&refusal)
            ),
        }
    }

    /// A member of the cast takes a step that must be let through.
    pub(super) async fn done_as<T: Send + 'static>(
        &self,
        part: Part,
        step: &str,
        work: impl FnMut(&mut Conn, &Ctx) -> Result<Outcome<T>, Fault> + Send + 'static,
    ) -> anyhow::Result<T> {
        let actor = self.actor(part)?;
        self.done(&actor, step, work).await
    }

    /// A member of the cast tries a step that must be refused by all of `gates`, whoever else refuses.
    pub(super) async fn refused<T: Send + 'static>(
        &self,
        part: Part,
        step: &str,
        gates: &[GateId],
        work: impl FnMut(&mut Conn, &Ctx) -> Result<Outcome<T>, Fault> + Send + 'static,
    ) -> anyhow::Result<Box<Refusal>> {
        let actor = self.actor(part)?;
        match self.act(&actor, step, work).await? {
            Outcome::Done(_) => bail!("{step}: nobody refused"),
            Outcome::Refused(refusal) => {
                let found = refusal.gates();
                let silent: Vec<&GateId> = gates.iter().filter(|gate| !found.contains(gate)).collect();
                ensure!(
                    silent.is_empty(),
                    "{step}: {silent:?} did not refuse; {}",
                    reasons(&refusal)
                );
                Ok(refusal)
            }
        }
    }
}

impl SignIn {
    /// The person as an actor.
    pub fn actor(&self) -> Actor {
        Actor::User(UserActor {
            id: self.id,
            name: self.name.clone(),
            roles: self.roles.clone(),
        })
    }
}

/// Faults with all they know: a story that stops must say where and why.
fn told<T>(step: &str, result: Result<T, Fault>) -> anyhow::Result<T> {
    result.map_err(|fault| anyhow::anyhow!("{step}: {fault}: {fault:?}"))
}

fn reasons(refusal: &Refusal) -> String {
    let rows = refusal.refusals.iter().map(|row| {
        let detail = row.detail.as_deref().unwrap_or(&row.name);
        format!("{}: {detail}", row.gate)
    });
    rows.collect::<Vec<_>>().join(" | ")
}
