//! Candidates A, B and C of dossier 7.8 apply, read what the job is, and are let into the assessment.

use anyhow::{Context, ensure};

use super::{
    Teller,
    cast::{PANEL, Part, address},
    ratings::Contender,
};
use crate::{
    applications::model::{
        AcknowledgementBody, Answers, ConflictKind, ExpectedSplit, FirstGoal, NewCandidate, OutsideContract,
    },
    flow, jobs,
    kernel::{
        ctx::Actor,
        ids::{ApplicationId, JobId},
        kind::Kind,
    },
    people::{self, GrantSubject},
    pipeline::{gate_id::GateId, refusal::Refusal, state::ApplicationState},
    web::IfMatch,
};

/// A candidate under way.
#[derive(Debug, Clone)]
pub struct Applicant {
    /// Whose ratings the person gets.
    pub who: Contender,
    /// The full name.
    pub name: &'static str,
    /// The application.
    pub application: ApplicationId,
}

/// The three, each with the share of sales they expect.
const CANDIDATES: [(Contender, &str, u8); 3] = [
    (Contender::A, "Anton Berger", 40),
    (Contender::B, "Beatriz Santos", 30),
    (Contender::C, "Chloe Martin", 35),
];

/// A step without reason or feedback.
fn to(state: ApplicationState) -> flow::applications::StepRequest {
    flow::applications::StepRequest {
        to: state,
        from: None,
        reason_code: None,
        note: None,
        feedback: Vec::new(),
    }
}

/// All three apply on different days and reach the assessment.
///
/// # Errors
/// When a service refuses.
pub async fn apply(teller: &mut Teller, job: JobId) -> anyhow::Result<[Applicant; 3]> {
    let [a, b, c] = CANDIDATES;
    teller.before(50, 45).await?;
    let a = reads(teller, job, a).await?;
    teller.before(49, 75).await?;
    let b = reads(teller, job, b).await?;
    teller.before(48, 120).await?;
    let c = reads(teller, job, c).await?;
    teller.before(47, 30).await?;
    let all = [a, b, c];
    for applicant in &all {
        screen(teller, applicant.application).await?;
        teller.wait(20).await?;
    }
    for applicant in &all {
        begin_assessment(teller, applicant.application).await?;
    }
    teller.tell(
        "Anton Berger, Beatriz Santos and Chloe Martin apply, confirm what the job is and are screened by the \
         same must-haves.",
    );
    Ok(all)
}

/// Takes a step that must be let through.
pub(super) async fn step(
    teller: &Teller,
    part: Part,
    id: ApplicationId,
    state: ApplicationState,
) -> anyhow::Result<()> {
    let base_url = teller.base_url.clone();
    teller
        .done_as(
            part,
            &format!("the application goes to {state}"),
            move |conn, ctx| {
                let door = (&IfMatch::Any, base_url.as_str());
                flow::applications::transition(conn, ctx, id, door, || Ok(to(state)))
            },
        )
        .await?;
    Ok(())
}

/// Tries a step that all of `gates` must refuse.
pub(super) async fn refused_step(
    teller: &Teller,
    part: Part,
    id: ApplicationId,
    state: ApplicationState,
    gates: &[GateId],
) -> anyhow::Result<Box<Refusal>> {
    let base_url = teller.base_url.clone();
    teller
        .refused(
            part,
            &format!("the application to {state}"),
            gates,
            move |conn, ctx| {
                let door = (&IfMatch::Any, base_url.as_str());
                flow::applications::transition(conn, ctx, id, door, || Ok(to(state)))
            },
        )
        .await
}

/// The candidate behind the newest link that has not been used up.
pub(super) async fn behind_link(teller: &Teller, application: ApplicationId) -> anyhow::Result<Actor> {
    let now = teller.clock.now();
    let grants = teller
        .look("a candidate's links", move |conn| {
            people::grants_of(conn, &GrantSubject::Candidate { application })
        })
        .await?;
    let mut usable = grants
        .iter()
        .rev()
        .filter(|grant| grant.live(now) && grant.submitted_at.is_none());
    let newest = usable.next().context("the candidate has no link")?;
    newest.actor().context("the link is not a guest's")
}

/// Somebody applies and, some time later, confirms what the job is.
pub(super) async fn reads(
    teller: &mut Teller,
    job: JobId,
    (who, name, expected): (Contender, &'static str, u8),
) -> anyhow::Result<Applicant> {
    let applicant = applies(teller, job, who, name).await?;
    teller.wait(95).await?;
    acknowledge(teller, applicant.application, expected).await?;
    Ok(applicant)
}

/// Somebody applies.
pub(super) async fn applies(
    teller: &Teller,
    job: JobId,
    who: Contender,
    name: &'static str,
) -> anyhow::Result<Applicant> {
    let new = NewCandidate {
        name: name.to_owned(),
        email: address(name)?,
        phone: None,
        locale: "en".to_owned(),
    };
    let base_url = teller.base_url.clone();
    let application = teller
        .by_the_service(&format!("{name} applies"), move |conn, ctx| {
            flow::applications::entry::apply(conn, ctx, job, &new, &base_url)
        })
        .await?
        .with_context(|| format!("{name} has applied before"))?
        .id;
    Ok(Applicant {
        who,
        name,
        application,
    })
}

/// The panel declares to be free of conflicts (G14), and the assessment begins.
pub(super) async fn begin_assessment(teller: &Teller, id: ApplicationId) -> anyhow::Result<()> {
    declare(teller, id).await?;
    step(teller, Part::Hr, id, ApplicationState::Assessing).await
}

/// The candidate reads the notice and the description and answers the five questions (G10, G11).
async fn acknowledge(teller: &Teller, id: ApplicationId, expected: u8) -> anyhow::Result<()> {
    let candidate = behind_link(teller, id).await?;
    teller
        .act(&candidate, "the candidate sees the notice", move |conn, ctx| {
            flow::applications::entry::see_notice(conn, ctx, id)
        })
        .await?;
    let body = AcknowledgementBody {
        answers: Answers {
            kind: Kind::ClientFocused,
            sales_share_pct: 35,
            accounts: 12,
            outside_contract: OutsideContract::AskSuperior,
            first_goal: FirstGoal::HappyClients,
        },
        expected_split: ExpectedSplit {
            sales_pct: expected,
            relationship_pct: 45,
        },
        least_liked: "Evening requests, but I can say politely when I am back.".to_owned(),
    };
    let acknowledged = teller
        .done(&candidate, "the candidate confirms the role", move |conn, ctx| {
            flow::applications::entry::acknowledge(conn, ctx, id, || Ok(body.clone()))
        })
        .await?;
    ensure!(
        acknowledged.state == ApplicationState::RoleAcknowledged,
        "the role is not acknowledged but {}: {:?}",
        acknowledged.state,
        acknowledged.wrong
    );
    Ok(())
}

/// HR ticks the must-haves that a document shows (G12).
pub(super) async fn screen(teller: &Teller, id: ApplicationId) -> anyhow::Result<()> {
    tick(teller, id, true).await?;
    step(teller, Part::Hr, id, ApplicationState::Screened).await
}

/// HR ticks must-haves: those shown by a document, or the others.
pub(super) async fn tick(teller: &Teller, id: ApplicationId, documented: bool) -> anyhow::Result<()> {
    let all = teller
        .look("the must-haves", move |conn| {
            let row = crate::applications::row(conn, id)?;
            let number = u32::try_from(row.description_number).unwrap_or(u32::MAX);
            jobs::must_haves(conn, row.job_id, number)
        })
        .await?;
    for (index, one) in all.into_iter().enumerate() {
        if one.documented != documented {
            continue;
        }
        let evidence = if documented {
            "Driving licence, seen in the original"
        } else {
            "Seen in the work samples"
        };
        teller
            .act_as(Part::Hr, "HR ticks a must-have", move |conn, ctx| {
                let tick = || Ok((true, Some(evidence.to_owned())));
                flow::applications::checks::check_must_have(conn, ctx, id, index, &IfMatch::Any, tick)
            })
            .await?;
    }
    Ok(())
}

/// Everybody of the panel declares to be free of conflicts (G14).
async fn declare(teller: &Teller, id: ApplicationId) -> anyhow::Result<()> {
    for part in PANEL {
        teller
            .act_as(part, "a rater declares", move |conn, ctx| {
                let nothing = || Ok((ConflictKind::None, None));
                flow::applications::checks::declare(conn, ctx, id, &IfMatch::Any, nothing)
            })
            .await?;
    }
    Ok(())
}
