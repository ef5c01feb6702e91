//! A job on its way: the vague description that is refused, the clear one, the plan, the posting. And a second
//! job that is just being described.

use anyhow::{Context, ensure};

use super::{
    Teller,
    cast::{PANEL, Part},
    people::client_services,
};
use crate::{
    company::model::{Ladder, Rung},
    flow,
    jobs::{
        self, DefaultPlan, KindDecision, NewDescription, NewJob,
        model::{Accountability, ActiveRule, DescriptionBody, KindAnswers, Measure, OpeningReason, RolePlan},
    },
    kernel::{
        ids::{JobId, UserId},
        kind::Kind,
        terms::Layout,
    },
    pipeline::{evidence::JobPeople, gate_id::GateId, state::JobState},
    web::IfMatch,
};

/// "Looking for an Account Manager."
const VAGUE: &str = include_str!("../../tests/fixtures/jd_bad.json");
/// The client-focused description of dossier 8.3.
const GOOD: &str = include_str!("../../tests/fixtures/jd_good_client.json");
/// What the first job is called.
const FIRST_TITLE: &str = "Client-focused Account Manager";
/// The first lines of a production-focused description.
const BEGUN: &str = include_str!("texts/production_draft.json");

/// Opens the client-focused job, over a description nobody could judge a candidate by.
///
/// # Errors
/// When a service refuses what the story says, or lets pass what it must refuse.
pub async fn open_client_job(teller: &mut Teller) -> anyhow::Result<JobId> {
    teller.before(54, 30).await?;
    let job = create(teller, FIRST_TITLE, OpeningReason::Growth).await?;
    decide_kind(teller, job).await?;
    teller.tell("A job is opened: client-focused, decided by the owner with the helper's five questions.");
    vague_description(teller, job).await?;
    teller.before(53, 60).await?;
    good_description(teller, job, (FIRST_TITLE, 2)).await?;
    teller.tell("Version 2 says what the job is; hiring manager, operations lead and owner approve it.");
    teller.before(52, 30).await?;
    post(teller, job).await?;
    teller.tell("Four rounds and five work samples are planned with named raters; the job is posted.");
    Ok(job)
}

/// Opens a second job of the same kind within a day: the firm knows by now how to say what it is.
///
/// # Errors
/// When a service refuses.
pub async fn open_second_client_job(teller: &mut Teller) -> anyhow::Result<JobId> {
    const TITLE: &str = "Client-focused Account Manager, north";
    let job = create(teller, TITLE, OpeningReason::Growth).await?;
    decide_kind(teller, job).await?;
    good_description(teller, job, (TITLE, 1)).await?;
    post(teller, job).await?;
    Ok(job)
}

async fn create(teller: &mut Teller, title: &str, reason: OpeningReason) -> anyhow::Result<JobId> {
    let people = JobPeople {
        hiring_manager: teller.id(Part::Manager)?,
        sponsor: teller.id(Part::Sponsor)?,
        ops_lead: teller.id(Part::OpsLead)?,
        hr: teller.id(Part::Hr)?,
    };
    let new = NewJob {
        title: title.to_owned(),
        reason,
        people,
    };
    let job = teller
        .act_as(Part::Hr, "HR opens a job", move |conn, ctx| {
            flow::jobs::create(conn, ctx, || Ok(new.clone()))
        })
        .await?;
    Ok(job.id)
}

async fn step(teller: &Teller, part: Part, job: JobId, to: JobState) -> anyhow::Result<()> {
    teller
        .done_as(part, &format!("the job goes to {to}"), move |conn, ctx| {
            flow::jobs::transition(conn, ctx, job, &IfMatch::Any, || Ok(wanted(to)))
        })
        .await?;
    Ok(())
}

fn wanted(to: JobState) -> flow::jobs::Step {
    flow::jobs::Step {
        to,
        from: None,
        note: None,
    }
}

async fn kind(teller: &Teller, job: JobId, decision: KindDecision) -> anyhow::Result<()> {
    teller
        .done_as(Part::Sponsor, "the owner decides the kind", move |conn, ctx| {
            flow::jobs::set_kind(conn, ctx, job, &IfMatch::Any, || Ok(decision.clone()))
        })
        .await?;
    Ok(())
}

async fn role_plan(teller: &Teller, job: JobId, aims: [&str; 3]) -> anyhow::Result<()> {
    let [short, medium, long] = aims.map(|aim| vec![aim.to_owned()]);
    let plan = RolePlan { short, medium, long };
    teller
        .done_as(Part::Manager, "the role gets a plan", move |conn, ctx| {
            flow::jobs::set_role_plan(conn, ctx, job, &IfMatch::Any, || Ok(plan.clone()))
        })
        .await?;
    Ok(())
}

async fn decide_kind(teller: &mut Teller, job: JobId) -> anyhow::Result<()> {
    let answers = KindAnswers {
        separate_roles_affordable: true,
        owner_in_operations: false,
        production_people_scarce: false,
        supervises_crews: false,
        sells_base_contracts: true,
    };
    let decision = KindDecision {
        answers,
        kind: Kind::ClientFocused,
        reason: "Field production managers lead the crews; we need somebody who keeps clients.".to_owned(),
    };
    kind(teller, job, decision).await?;
    let aims = [
        "Take over six accounts together with the trainer by day 60",
        "Carry fifteen accounts and lead the first own renewals",
        "Lead a client group or move to key accounts",
    ];
    role_plan(teller, job, aims).await?;
    step(teller, Part::Sponsor, job, JobState::KindDecided).await
}

async fn describe(teller: &Teller, job: JobId, json: &str) -> anyhow::Result<()> {
    describe_as(
        teller,
        job,
        serde_json::from_str(json).context("a description of the story")?,
    )
    .await
}

async fn describe_as(teller: &Teller, job: JobId, body: DescriptionBody) -> anyhow::Result<()> {
    let new = NewDescription {
        body,
        active_applications: ActiveRule::Reacknowledge,
    };
    teller
        .act_as(Part::Manager, "the job is described", move |conn, ctx| {
            flow::jobs::describe(conn, ctx, job, &IfMatch::Any, || Ok(new.clone()))
        })
        .await?;
    Ok(())
}

async fn vague_description(teller: &mut Teller, job: JobId) -> anyhow::Result<()> {
    describe(teller, job, VAGUE).await?;
    let refusal = teller
        .refused(
            Part::Manager,
            "the vague description is put forward",
            &[GateId::G04],
            move |conn, ctx| {
                flow::jobs::transition(conn, ctx, job, &IfMatch::Any, || Ok(wanted(JobState::JdApproved)))
            },
        )
        .await?;
    let said = serde_json::to_string(&refusal.refusals)?;
    ensure!(said.contains("JD-X01"), "JD-X01 is not named: {said}");
    let detail = refusal.refusals.iter().find(|row| row.gate == GateId::G04);
    let detail = detail.and_then(|row| row.detail.as_deref()).unwrap_or_default();
    teller.tell(format!(
        "\"Looking for an Account Manager.\" is refused and kept as version 1. G04: {detail}"
    ));
    Ok(())
}

/// The description that says what the job is; it is version `number`.
async fn good_description(
    teller: &mut Teller,
    job: JobId,
    (title, number): (&str, i64),
) -> anyhow::Result<()> {
    let mut body: DescriptionBody = serde_json::from_str(GOOD).context("the good description")?;
    title.clone_into(&mut body.title);
    describe_as(teller, job, body).await?;
    ladder(teller, job, client_services()).await?;
    accountability(teller, job).await?;
    for part in [Part::Manager, Part::OpsLead, Part::Sponsor] {
        let base_url = teller.base_url.clone();
        teller
            .act_as(part, "the description is approved", move |conn, ctx| {
                flow::jobs::approve(conn, ctx, (job, &IfMatch::Any), &base_url, || {
                    Ok((Some(number), None))
                })
            })
            .await?;
    }
    step(teller, Part::Manager, job, JobState::JdApproved).await
}

async fn ladder(teller: &Teller, job: JobId, ladder: Ladder) -> anyhow::Result<()> {
    teller
        .done_as(Part::Manager, "the job gets a ladder", move |conn, ctx| {
            flow::jobs::set_ladder(conn, ctx, job, &IfMatch::Any, || Ok(ladder.clone()))
        })
        .await?;
    Ok(())
}

/// Four measures, client satisfaction first (G09).
async fn accountability(teller: &Teller, job: JobId) -> anyhow::Result<()> {
    let measure = |name: &str, target: &str, cadence: &str, concerns: &str| Measure {
        name: name.to_owned(),
        target: target.to_owned(),
        cadence: cadence.to_owned(),
        owner: "Head of client services".to_owned(),
        concerns: concerns.to_owned(),
    };
    let measures = vec![
        measure(
            "Client satisfaction",
            "8.5 of 10",
            "each half-year",
            "client_satisfaction",
        ),
        measure("Contracts renewed", "90 %", "each quarter", "renewals"),
        measure("Projects on the agreed date", "90 %", "each month", "on_time"),
        measure(
            "Payments overdue by 30 days",
            "3 % of turnover",
            "each month",
            "debts",
        ),
    ];
    let plan = Accountability { measures };
    teller
        .done_as(Part::Manager, "results get measures", move |conn, ctx| {
            flow::jobs::set_accountability(conn, ctx, job, &IfMatch::Any, || Ok(plan.clone()))
        })
        .await?;
    Ok(())
}

async fn post(teller: &mut Teller, job: JobId) -> anyhow::Result<()> {
    let panel: Vec<UserId> = PANEL
        .into_iter()
        .map(|part| teller.id(part))
        .collect::<anyhow::Result<_>>()?;
    let wish = DefaultPlan {
        layout: Some(Layout::Standard),
        panel,
    };
    teller
        .done_as(Part::Hr, "the interviews are planned", move |conn, ctx| {
            flow::jobs::build_plan(conn, ctx, job, &IfMatch::Any, || Ok(wish.clone()))
        })
        .await?;
    step(teller, Part::Hr, job, JobState::PlanLocked).await?;
    step(teller, Part::Hr, job, JobState::Open).await
}

/// Opens a production-focused job whose description has only been begun.
///
/// # Errors
/// When a service refuses.
pub async fn begin_production_job(teller: &mut Teller) -> anyhow::Result<JobId> {
    let job = create(
        teller,
        "Production-focused Account Manager",
        OpeningReason::NewRole,
    )
    .await?;
    let answers = KindAnswers {
        separate_roles_affordable: false,
        owner_in_operations: true,
        production_people_scarce: true,
        supervises_crews: true,
        sells_base_contracts: false,
    };
    let decision = KindDecision {
        answers,
        kind: Kind::ProductionFocused,
        reason: "Two crews in the north need somebody who plans and supervises them.".to_owned(),
    };
    kind(teller, job, decision).await?;
    let aims = [
        "Run one crew from day 15 and both from day 60",
        "Run eight properties through a full season",
        "Lead all crews of a district",
    ];
    role_plan(teller, job, aims).await?;
    step(teller, Part::Sponsor, job, JobState::KindDecided).await?;
    describe(teller, job, BEGUN).await?;
    let operations = Ladder {
        ladder_id: "operations".to_owned(),
        rungs: vec![Rung {
            title: "District lead".to_owned(),
            criteria: vec!["Two seasons with both crews".to_owned()],
        }],
    };
    ladder(teller, job, operations).await?;
    let report = teller
        .look("the draft is checked", move |conn| {
            let job = jobs::get(conn, job)?;
            let draft = jobs::current_description(conn, &job)?;
            jobs::clarity_of(conn, &job, &draft)
        })
        .await?;
    teller.tell(format!(
        "A production-focused job is being described; its draft stands at {} of 100.",
        report.score
    ));
    Ok(job)
}
