//! What was done on which day, as data; and how each entry is played.

use std::ops::RangeInclusive;

use anyhow::{Context, ensure};
use serde::Deserialize;

use super::Hire;
use crate::{
    flow,
    kernel::{
        codes::{CoachingCode, ModuleCode},
        ids::CoachingSessionId,
        time::days,
    },
    onboarding::{
        self,
        model::{
            AccountsBody, ActionState, BarBody, CheckBody, CheckInBody, ClientAccount, CoachingEntry,
            CoachingReply, CoachingSession, ContactBody, EvidenceBody, OwnAction, PulseBody, PulseReplies,
            SessionBody, SessionRecord, StageBody,
        },
    },
    pipeline::state::{CoachingState, PortfolioStage},
    story::cast::Part,
    web::{IfMatch, Valid},
};

const DIARY: &str = include_str!("../texts/diary.toml");

/// The hire's first forty days.
#[derive(Debug, Clone, Deserialize)]
pub struct Diary {
    entries: Vec<Entry>,
}

/// What was done at one moment.
#[derive(Debug, Clone, Deserialize)]
struct Entry {
    /// The working day after the first.
    on: u32,
    /// Minutes after work began.
    at: i64,
    /// A line of the story.
    tell: Option<String>,
    #[serde(flatten)]
    act: Act,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub(super) enum Act {
    /// Steps of a module are ticked.
    Learn {
        module: ModuleCode,
        steps: Vec<u32>,
        note: Option<String>,
    },
    /// The rest is ticked, evidence attached, the module handed in.
    HandIn {
        module: ModuleCode,
        evidence: EvidenceBody,
    },
    /// A trainer checks.
    Check { module: ModuleCode, check: CheckBody },
    /// The trainee can do it alone.
    Countersign { module: ModuleCode },
    /// From the last steps to the trainer's signature.
    Finish {
        module: ModuleCode,
        evidence: EvidenceBody,
        check: CheckBody,
    },
    /// The first technical test.
    FirstTest { module: ModuleCode, percent: u8 },
    /// A trainer sends a module back.
    SendBack { module: ModuleCode, reason: String },
    /// The manager records a talk.
    CheckIn {
        code: String,
        number: Option<i64>,
        notes: String,
        pulse: Option<PulseReplies>,
    },
    /// The operations lead writes down what was seen.
    Observed { bar: BarBody },
    /// The coach raises the stage.
    Raise { to: PortfolioStage },
    /// The coach hands accounts over.
    Give { accounts: Vec<String> },
    /// The hire sees a client alone.
    Contact { account: String, about: String },
    /// The coach plans a session.
    PlanSession { for_day: u32, minute: i64 },
    /// The coach records the session that was planned.
    Coached {
        answers: Vec<Answer>,
        actions: Vec<OwnAction>,
    },
    /// An action of the last session is done.
    Settle { action: usize },
}

/// An answer with accounts by their names and dates in days from the session on.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answer {
    question: CoachingCode,
    account: Option<String>,
    choice: Option<String>,
    text: Option<String>,
    level: Option<u8>,
    in_days: Option<i64>,
    next_in_days: Option<i64>,
    entries: Option<Vec<CoachingEntry>>,
    outbound_percent: Option<u8>,
    days_overdue: Option<u16>,
    owner: Option<String>,
}

impl Diary {
    /// The diary of the story.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn shipped() -> anyhow::Result<Self> {
        toml::from_str(DIARY).context("the hire's diary")
    }
}

impl Hire<'_> {
    /// Plays some days of the diary, counted in working days after the first.
    ///
    /// # Errors
    /// When a service refuses.
    pub(in crate::story) async fn lives(
        &mut self,
        diary: &Diary,
        days: RangeInclusive<u32>,
    ) -> anyhow::Result<()> {
        for entry in diary.entries.iter().filter(|entry| days.contains(&entry.on)) {
            self.teller.at_work(entry.on, entry.at).await?;
            let played = Box::pin(self.play(&entry.act)).await;
            played.with_context(|| format!("the diary, day {}, minute {}", entry.on, entry.at))?;
            if let Some(line) = &entry.tell {
                self.teller.tell(line.clone());
            }
        }
        Ok(())
    }

    async fn play(&mut self, act: &Act) -> anyhow::Result<()> {
        match act.clone() {
            Act::Learn { module, steps, note } => self.learn(&module, &steps, note).await,
            Act::HandIn { module, evidence } => self.hand_in(&module, evidence).await,
            Act::Check { module, check } => self.check(&module, check).await,
            Act::Countersign { module } => self.countersign(&module).await,
            Act::Finish {
                module,
                evidence,
                check,
            } => {
                self.hand_in(&module, evidence).await?;
                self.teller.wait(10).await?;
                self.check(&module, check).await?;
                self.countersign(&module).await?;
                self.sign(&module).await
            }
            Act::FirstTest { module, percent } => self.first_test(&module, percent).await,
            Act::SendBack { module, reason } => self.send_back(&module, reason).await,
            Act::CheckIn {
                code,
                number,
                notes,
                pulse,
            } => {
                if let Some(answers) = pulse {
                    self.pulse(answers).await?;
                }
                let body = CheckInBody {
                    notes,
                    bars: Vec::new(),
                };
                self.talk(&code, number.unwrap_or(1), body).await
            }
            Act::Observed { bar } => self.observed(bar).await,
            Act::Raise { to } => self.raise(to).await,
            Act::Give { accounts } => self.give(accounts).await,
            Act::Contact { account, about } => self.contact(account, about).await,
            Act::PlanSession { for_day, minute } => self.plan_session(for_day, minute).await,
            Act::Coached { answers, actions } => self.coached(answers, actions).await,
            Act::Settle { action } => self.settle(action).await,
        }
    }

    /// The hire answers the pulse before the talk.
    async fn pulse(&self, answers: PulseReplies) -> anyhow::Result<()> {
        let (plan, body) = (self.plan, Valid::given(PulseBody { answers }));
        self.teller
            .act_as(Part::Trainee, "the pulse is answered", move |conn, ctx| {
                flow::onboarding::growth::pulse(conn, ctx, plan, &IfMatch::Any, &body)
            })
            .await?;
        Ok(())
    }

    async fn talk(&self, code: &str, number: i64, body: CheckInBody) -> anyhow::Result<()> {
        let (plan, which) = (self.plan, self.check_in(code, number).await?.id);
        let (body, base_url) = (Valid::given(body), self.teller.base_url.clone());
        self.teller
            .act_as(Part::Manager, "a talk is recorded", move |conn, ctx| {
                let place = (plan, which, &IfMatch::Any);
                flow::onboarding::growth::check_in(conn, ctx, place, &body, &base_url)
            })
            .await?;
        Ok(())
    }

    async fn observed(&self, bar: BarBody) -> anyhow::Result<()> {
        let (plan, bar) = (self.plan, Valid::given(bar));
        self.teller
            .act_as(Part::OpsLead, "a behaviour is written down", move |conn, ctx| {
                flow::onboarding::growth::observe(conn, ctx, plan, &IfMatch::Any, &bar)
            })
            .await?;
        Ok(())
    }

    async fn raise(&self, to: PortfolioStage) -> anyhow::Result<()> {
        let (plan, body) = (self.plan, Valid::given(StageBody { to }));
        self.teller
            .done_as(Part::Coach, "the stage is raised", move |conn, ctx| {
                flow::onboarding::book::raise(conn, ctx, plan, &IfMatch::Any, &body)
            })
            .await?;
        Ok(())
    }

    async fn give(&self, accounts: Vec<String>) -> anyhow::Result<()> {
        let (plan, body) = (self.plan, Valid::given(AccountsBody { accounts }));
        self.teller
            .done_as(Part::Coach, "accounts are handed over", move |conn, ctx| {
                flow::onboarding::book::give_all(conn, ctx, plan, &IfMatch::Any, &body)
            })
            .await?;
        Ok(())
    }

    async fn contact(&self, account: String, what: String) -> anyhow::Result<()> {
        let (plan, body) = (self.plan, Valid::given(ContactBody { account, what }));
        self.teller
            .done_as(Part::Trainee, "a client is seen alone", move |conn, ctx| {
                flow::onboarding::book::contact(conn, ctx, plan, &IfMatch::Any, &body)
            })
            .await?;
        Ok(())
    }

    async fn plan_session(&self, day: u32, minute: i64) -> anyhow::Result<()> {
        let planned_for = self.teller.days.at_work(day, minute);
        let (plan, body) = (self.plan, Valid::given(SessionBody { planned_for }));
        self.teller
            .act_as(Part::Coach, "a coaching session is planned", move |conn, ctx| {
                flow::onboarding::coaching::plan(conn, ctx, plan, &IfMatch::Any, &body)
            })
            .await?;
        Ok(())
    }

    async fn session(&self, state: CoachingState) -> anyhow::Result<CoachingSessionId> {
        let plan = self.plan;
        let all: Vec<CoachingSession> = self
            .teller
            .look("the sessions", move |conn| onboarding::sessions(conn, plan))
            .await?;
        let found = all.iter().find(|session| session.state == state);
        Ok(found.with_context(|| format!("no session is {state}"))?.id)
    }

    async fn coached(&self, answers: Vec<Answer>, actions: Vec<OwnAction>) -> anyhow::Result<()> {
        let plan = self.plan;
        let which = self.session(CoachingState::Planned).await?;
        let accounts = self
            .teller
            .look("the accounts", move |conn| onboarding::accounts(conn, plan))
            .await?;
        let answers = answers
            .into_iter()
            .map(|answer| self.reply(answer, &accounts))
            .collect::<anyhow::Result<Vec<_>>>()?;
        let body = Valid::given(SessionRecord { answers, actions });
        self.teller
            .done_as(Part::Coach, "a coaching session is held", move |conn, ctx| {
                let place = (plan, which, &IfMatch::Any);
                flow::onboarding::coaching::record(conn, ctx, place, &body)
            })
            .await?;
        Ok(())
    }

    fn reply(&self, answer: Answer, accounts: &[ClientAccount]) -> anyhow::Result<CoachingReply> {
        let now = self.teller.clock.now();
        let named = |name: &String| accounts.iter().find(|known| known.name == *name);
        let account = answer.account.as_ref().map(|name| {
            let found = named(name).with_context(|| format!("{name} is not carried"));
            found.map(|known| known.id)
        });
        Ok(CoachingReply {
            question: answer.question,
            account: account.transpose()?,
            choice: answer.choice,
            text: answer.text,
            level: answer.level,
            date: answer.in_days.map(|n| now + days(n)),
            next_date: answer.next_in_days.map(|n| now + days(n)),
            entries: answer.entries,
            outbound_percent: answer.outbound_percent,
            days_overdue: answer.days_overdue,
            owner: answer.owner,
        })
    }

    async fn settle(&self, action: usize) -> anyhow::Result<()> {
        ensure!(action > 0, "actions are counted from 1");
        let (plan, which) = (self.plan, self.session(CoachingState::ActionsOpen).await?);
        self.teller
            .done_as(Part::Coach, "an action is done", move |conn, ctx| {
                let place = (plan, which, &IfMatch::Any);
                flow::onboarding::coaching::settle(conn, ctx, place, action, ActionState::Done)
            })
            .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_diary_is_in_order_and_ends_before_the_present() {
        let diary = Diary::shipped().unwrap();
        let moments: Vec<_> = diary.entries.iter().map(|entry| (entry.on, entry.at)).collect();
        assert!(moments.is_sorted());
        assert!(moments.iter().all(|(on, at)| *on <= 27 && *at < 480));
    }
}
