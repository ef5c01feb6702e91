//! How a module is learned, checked and signed in the story.

use anyhow::Context;

use super::Hire;
use crate::{
    content::model::Module,
    flow::onboarding::{signing, training},
    kernel::{codes::ModuleCode, ctx::Actor},
    onboarding::model::{CheckBody, EvidenceBody, ModuleRow, ReasonBody, TestBody, WordBody},
    story::cast::Part,
    web::{IfMatch, Valid},
};

impl Hire<'_> {
    async fn module(&self, code: &ModuleCode) -> anyhow::Result<ModuleRow> {
        let found = self.modules().await?.into_iter().find(|row| row.code == *code);
        found.with_context(|| format!("{code} is not in the plan"))
    }

    /// Whoever trains a module.
    async fn trainer(&self, code: &ModuleCode) -> anyhow::Result<Actor> {
        self.somebody(self.module(code).await?.trainer_id)
            .with_context(|| format!("the trainer of {code}"))
    }

    pub(super) async fn learn(
        &self,
        code: &ModuleCode,
        steps: &[u32],
        said: Option<String>,
    ) -> anyhow::Result<()> {
        let plan = self.plan;
        for step in steps.iter().copied() {
            let code = code.clone();
            let body = Valid::given(WordBody { note: said.clone() });
            self.teller
                .done_as(Part::Trainee, "a step is learned", move |conn, ctx| {
                    training::tick(conn, ctx, (plan, &code, &IfMatch::Any), step, &body)
                })
                .await?;
        }
        Ok(())
    }

    /// What is left of the steps, then evidence, then G51.
    pub(super) async fn hand_in(&self, code: &ModuleCode, evidence: EvidenceBody) -> anyhow::Result<()> {
        let plan = self.plan;
        let row = self.module(code).await?;
        let known: Option<&Module> = self.teller.pack.module(code);
        let steps = known.map_or(0, |module| module.steps.len());
        let open: Vec<u32> = (1..=u32::try_from(steps)?)
            .filter(|step| !row.body.0.is_ticked(*step))
            .collect();
        self.learn(code, &open, None).await?;
        let (given, of) = (Valid::given(evidence), code.clone());
        self.teller
            .act_as(Part::Trainee, "evidence is attached", move |conn, ctx| {
                training::attach(conn, ctx, (plan, &of, &IfMatch::Any), &given)
            })
            .await?;
        let of = code.clone();
        self.teller
            .done_as(
                Part::Trainee,
                &format!("{code} is handed in"),
                move |conn, ctx| training::submit(conn, ctx, (plan, &of, &IfMatch::Any)),
            )
            .await?;
        Ok(())
    }

    pub(super) async fn check(&self, code: &ModuleCode, check: CheckBody) -> anyhow::Result<()> {
        let (plan, of, body) = (self.plan, code.clone(), Valid::given(check));
        self.teller
            .act(
                &self.trainer(code).await?,
                "a module is checked",
                move |conn, ctx| training::check(conn, ctx, (plan, &of, &IfMatch::Any), &body),
            )
            .await?;
        Ok(())
    }

    pub(super) async fn first_test(&self, code: &ModuleCode, percent: u8) -> anyhow::Result<()> {
        let (plan, of, body) = (self.plan, code.clone(), Valid::given(TestBody { percent }));
        self.teller
            .act(
                &self.trainer(code).await?,
                "the first test is taken",
                move |conn, ctx| training::first_test(conn, ctx, (plan, &of, &IfMatch::Any), &body),
            )
            .await?;
        Ok(())
    }

    pub(super) async fn countersign(&self, code: &ModuleCode) -> anyhow::Result<()> {
        let (plan, of) = (self.plan, code.clone());
        self.teller
            .act_as(Part::Trainee, "the trainee countersigns", move |conn, ctx| {
                training::countersign(conn, ctx, (plan, &of, &IfMatch::Any))
            })
            .await?;
        Ok(())
    }

    /// G52.
    pub(super) async fn sign(&self, code: &ModuleCode) -> anyhow::Result<()> {
        let (plan, of) = (self.plan, code.clone());
        self.teller
            .done(
                &self.trainer(code).await?,
                &format!("{code} is signed off"),
                move |conn, ctx| signing::sign_off(conn, ctx, (plan, &of, &IfMatch::Any)),
            )
            .await?;
        Ok(())
    }

    pub(super) async fn send_back(&self, code: &ModuleCode, reason: String) -> anyhow::Result<()> {
        let (plan, of, body) = (self.plan, code.clone(), Valid::given(ReasonBody { reason }));
        self.teller
            .done(
                &self.trainer(code).await?,
                &format!("{code} is sent back"),
                move |conn, ctx| signing::send_back(conn, ctx, (plan, &of, &IfMatch::Any), &body),
            )
            .await?;
        Ok(())
    }
}
