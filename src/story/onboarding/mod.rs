//! The hire learns: a plan that is ready before the decision, a first day that is prepared, forty days of training,
//! talks and coaching, six accounts, and a request for eight that comes too early.

mod diary;
mod training;

use anyhow::{Context, ensure};

use super::{Teller, candidates::Applicant, cast::Part, texts::Words};
use crate::{
    flow,
    kernel::{
        ids::{OnboardingPlanId, UserId},
        text_enum::TextEnum,
    },
    onboarding::{
        self,
        model::{AccountsBody, CheckIn, DayOneItem, ModuleRow, NoteBody, PlanBody, StepBody, TrainerBody},
    },
    pipeline::{
        gate_id::GateId,
        state::{PlanState, PortfolioStage},
    },
    web::{IfMatch, Valid},
};

pub use diary::Diary;

/// What the second trainer teaches: everything that happens on site.
const ON_SITE: [&str; 7] = ["S-D1", "S-D5", "S-T3", "S-T5", "S-T6", "C-T3", "C-T5"];

/// The hire's onboarding as the story plays it.
pub(super) struct Hire<'a> {
    teller: &'a mut Teller,
    plan: OnboardingPlanId,
}

/// A plan with a trainer for every module, a coach, a manager, a buddy and the access list ordered (G40).
///
/// # Errors
/// When a service refuses.
pub(super) async fn prepare(
    teller: &mut Teller,
    c: &Applicant,
    words: &Words,
) -> anyhow::Result<OnboardingPlanId> {
    let id = c.application;
    let body = Valid::given(PlanBody {
        coach: Some(teller.id(Part::Coach)?),
        manager: Some(teller.id(Part::Manager)?),
        buddy: Some(teller.id(Part::Buddy)?),
        default_trainer: Some(teller.id(Part::Trainer)?),
        starts_at: None,
    });
    let prepared = teller
        .act_as(Part::Hr, "the onboarding is prepared", move |conn, ctx| {
            flow::onboarding::hire::prepare(conn, ctx, id, &IfMatch::Any, &body)
        })
        .await?;
    let plan = prepared.plan.id;
    let user = teller.id(Part::SecondTrainer)?;
    for row in prepared.modules {
        if !ON_SITE.iter().any(|code| row.code == *code) {
            continue;
        }
        let body = Valid::given(TrainerBody { user });
        teller
            .act_as(Part::Hr, "a trainer is named", move |conn, ctx| {
                let place = (plan, &row.code, &IfMatch::Any);
                flow::onboarding::preparation::trainer(conn, ctx, place, &body)
            })
            .await?;
    }
    let order = note(&words.preparation.access_order);
    teller
        .act_as(Part::Hr, "access is ordered", move |conn, ctx| {
            flow::onboarding::preparation::access_order(conn, ctx, plan, &IfMatch::Any, &order)
        })
        .await?;
    teller.tell(format!(
        "Before anybody decides, the training of {} is ready: 28 modules with a trainer each, coach, manager, buddy.",
        c.name
    ));
    Ok(plan)
}

fn note(text: &str) -> Valid<NoteBody> {
    Valid::given(NoteBody {
        note: text.to_owned(),
    })
}

impl<'a> Hire<'a> {
    pub(super) fn new(teller: &'a mut Teller, plan: OnboardingPlanId) -> Self {
        Self { teller, plan }
    }

    /// The four items of the first day are confirmed in time (G50), and the day comes.
    ///
    /// # Errors
    /// When a service refuses.
    pub(super) async fn first_day(&mut self, words: &Words) -> anyhow::Result<()> {
        let plan = self.plan;
        for (day, item) in [5, 4, 3, 2].into_iter().zip(DayOneItem::ALL.iter().copied()) {
            self.teller.before(day, 120).await?;
            let confirmed = note(words.preparation.of(item));
            self.teller
                .act_as(Part::Hr, "day one is prepared", move |conn, ctx| {
                    let place = (plan, &IfMatch::Any);
                    flow::onboarding::preparation::day_one(conn, ctx, place, item, &confirmed)
                })
                .await?;
        }
        self.teller.at_work(0, 0).await?;
        let base_url = self.teller.base_url.clone();
        let body = Valid::given(StepBody {
            to: PlanState::Active,
            from: None,
            reason: None,
            until: None,
        });
        self.teller
            .done_as(Part::Hr, "the hire is at work", move |conn, ctx| {
                flow::onboarding::steps::transition(conn, ctx, plan, &IfMatch::Any, &body, &base_url)
            })
            .await?;
        self.teller
            .tell("Day 0: everything is ready in time (G50); the new colleague is at work.");
        Ok(())
    }

    /// Day forty: six accounts are carried, eight are asked for and refused (G53, scenario T17).
    ///
    /// # Errors
    /// When nobody refuses, or the hire does not stand where the story says.
    pub(super) async fn asks_for_eight(&mut self, words: &Words) -> anyhow::Result<()> {
        let plan = self.plan;
        let ctx = crate::kernel::ctx::Ctx::system(self.teller.clock.now());
        let case = self
            .teller
            .look("the plan", move |conn| flow::onboarding::load(conn, &ctx, plan))
            .await?;
        ensure!(
            case.plan.stage == PortfolioStage::Supervised && case.evidence.own_accounts == 6,
            "the hire is {} with {} accounts",
            case.plan.stage,
            case.evidence.own_accounts
        );
        let body = Valid::given(AccountsBody {
            accounts: words.portfolio.asked.clone(),
        });
        let refusal = self
            .teller
            .refused(
                Part::Coach,
                "eight accounts are asked for",
                &[GateId::G53],
                move |conn, ctx| flow::onboarding::book::give_all(conn, ctx, plan, &IfMatch::Any, &body),
            )
            .await?;
        let row = refusal.refusals.iter().find(|row| row.gate == GateId::G53);
        let said = row.and_then(|row| row.detail.clone()).unwrap_or_default();
        self.teller
            .tell(format!("Day 40: two more accounts are asked for. G53: {said}"));
        Ok(())
    }

    /// The modules as they stand.
    async fn modules(&self) -> anyhow::Result<Vec<ModuleRow>> {
        let plan = self.plan;
        self.teller
            .look("the modules", move |conn| onboarding::modules(conn, plan))
            .await
    }

    /// A check-in of the plan.
    async fn check_in(&self, code: &str, number: i64) -> anyhow::Result<CheckIn> {
        let plan = self.plan;
        let all = self
            .teller
            .look("the check-ins", move |conn| onboarding::check_ins(conn, plan))
            .await?;
        let found = all.into_iter().find(|c| c.code == code && c.number == number);
        found.with_context(|| format!("there is no check-in {code} {number}"))
    }

    /// Somebody of the story by their id, as an actor.
    fn somebody(&self, user: Option<UserId>) -> anyhow::Result<crate::kernel::ctx::Actor> {
        let member = self.teller.cast.iter().find(|member| Some(member.id) == user);
        Ok(member.context("nobody of the story")?.actor())
    }
}
