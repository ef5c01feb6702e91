//! What may be looked at, by whom: single applications, lists, dry runs, the timeline, the candidate's page.

use super::access;
use crate::{
    applications::{
        self, Candidate, Owes, Progress,
        model::{Application, Filter, MustHaveView, Scope},
    },
    audit::{self, Chain, Event},
    db::{
        Conn,
        page::{Page, PageRequest},
    },
    fault::Fault,
    flow::{
        case::{self, Case},
        interviews as interview_steps, service_levels, trail,
    },
    interviews, jobs,
    kernel::{
        ctx::{Actor, Ctx},
        ids::ApplicationId,
        role::Role,
    },
    pipeline::{
        decide,
        forecast::{Forecast, ForecastInput, Pace, earliest_approval, projected},
        gate_id::GateId,
        gates::{Concern, judge_application},
        outlook,
        refusal::GateRow,
        sight::{self, Sight},
        state::ApplicationState,
    },
};

/// An application with its case, for somebody who may know of it.
///
/// # Errors
/// [`Fault::NotFound`] for everybody else.
pub fn show(conn: &mut Conn, ctx: &Ctx, id: ApplicationId) -> Result<(Application, Case), Fault> {
    let case = case::load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    Ok((applications::row(conn, id)?, case))
}

/// The must-haves with HR's ticks.
///
/// # Errors
/// When a statement fails.
pub fn must_haves(conn: &mut Conn, case: &Case) -> Result<Vec<MustHaveView>, Fault> {
    let terms = &case.evidence.terms;
    let listed = jobs::must_haves(conn, terms.job, terms.description_number)?;
    applications::must_have_views(conn, case.evidence.application, &listed)
}

/// Which applications a member of staff may know of.
fn scope(conn: &mut Conn, actor: &Actor) -> Result<Scope, Fault> {
    if actor.has_any(&[Role::Hr, Role::HrLead, Role::Auditor]) {
        return Ok(Scope::All);
    }
    let Some(user) = actor.user_id() else {
        return Ok(Scope::Of {
            jobs: Vec::new(),
            applications: Vec::new(),
        });
    };
    Ok(Scope::Of {
        jobs: jobs::answered_for_by(conn, user)?,
        applications: interviews::rated_by(conn, user)?,
    })
}

/// The applications a member of staff may know of, latest changes first.
///
/// # Errors
/// When a statement fails.
pub fn list(
    conn: &mut Conn,
    ctx: &Ctx,
    filter: &Filter,
    wanted: &PageRequest,
) -> Result<Page<(Application, Candidate)>, Fault> {
    let scope = scope(conn, &ctx.actor)?;
    applications::list(conn, &scope, filter, wanted)
}

/// A dry run.
#[derive(Debug, Clone)]
pub struct DryRun {
    /// The case it was run on.
    pub case: Case,
    /// Every gate up to the target, met ones too.
    pub gates: Vec<GateRow>,
    /// When the approval is possible at the earliest.
    pub earliest: Forecast,
    /// When to expect it at the usual pace.
    pub projected: Forecast,
    /// What the usual pace is.
    pub pace: Pace,
}

/// The dry run: every gate up to `to` and the dates, with what this actor may not see withheld.
///
/// # Errors
/// [`Fault::NotFound`] when the actor may not know of the application.
pub fn gates(conn: &mut Conn, ctx: &Ctx, id: ApplicationId, to: ApplicationState) -> Result<DryRun, Fault> {
    let case = case::load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    let rows = decide::application_gates(&case.evidence, to, case.frame(ctx));
    let gates = sight::withhold(rows, &case.evidence, &ctx.actor);
    let input = forecast_input(&case, ctx);
    let (policy, calendar) = (&case.policy, &case.calendar);
    let pace = service_levels::pace(conn, ctx, policy, calendar)?;
    Ok(DryRun {
        gates,
        earliest: earliest_approval(&input, policy, ctx.now, calendar),
        projected: projected(&input, &pace, policy, ctx.now, calendar),
        pace,
        case,
    })
}

/// What a forecast for this actor rests on: that floors are missed is told to those only who may see verdicts.
pub fn forecast_input(case: &Case, ctx: &Ctx) -> ForecastInput {
    let mut input = outlook::forecast_input(&case.evidence, case.frame(ctx));
    if sight::of_verdicts(&case.evidence, &ctx.actor) != Sight::Open {
        input.floors_failed.clear();
    }
    input
}

/// What happened to an application, oldest first, without what this actor may not see.
///
/// # Errors
/// [`Fault::NotFound`] when the actor may not know of the application.
pub fn timeline(conn: &mut Conn, ctx: &Ctx, id: ApplicationId) -> Result<Vec<Event>, Fault> {
    let case = case::load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    let mut events = audit::timeline(conn, Chain::Case(id.uuid()))?;
    let hidden = interview_steps::unseen_by(conn, &case, &ctx.actor)?;
    events.retain(|event| !hidden.contains(&event.entity_id.uuid()));
    if !ctx.actor.has_any(&[Role::Hr, Role::HrLead, Role::Auditor]) {
        events = events.into_iter().filter_map(untimed).collect();
    }
    if sight::of_verdicts(&case.evidence, &ctx.actor) == Sight::Open {
        return Ok(events);
    }
    Ok(events.into_iter().filter_map(trail::discreet).collect())
}

/// An event without how long a candidate worked on a work sample, and none about more time that was given: raters
/// are not told (dossier 4.0).
fn untimed(mut event: Event) -> Option<Event> {
    if event.action == "exercise.adjust" {
        return None;
    }
    if event.entity_kind == "exercise"
        && let Some(details) = event.details.as_object_mut()
    {
        details.remove("started_at");
        details.remove("minutes_over");
    }
    Some(event)
}

/// Which answers about the description are missing.
pub fn owed_answers(case: &Case) -> Owes {
    let evidence = &case.evidence;
    let asked = evidence.terms.description_number;
    match &evidence.acknowledgement {
        Some(ack) if ack.description_number == asked || ack.older_version_allowed => Owes::Nothing,
        Some(_) => Owes::NewDescription,
        None => Owes::Questions,
    }
}

/// Where the application stands, in words for the candidate.
pub fn progress_of(case: &Case, ctx: &Ctx) -> Progress {
    applications::progress(case.evidence.state, owed(case, ctx))
}

/// What the candidate owes now: at the beginning the notice comes first, and a talk may come last.
pub fn owed(case: &Case, ctx: &Ctx) -> Owes {
    let beginning = case.evidence.state == ApplicationState::Applied;
    let concern = Concern::Step(ApplicationState::RoleAcknowledged);
    match owed_answers(case) {
        _ if beginning && case.evidence.notice_seen_at.is_none() => Owes::Notice,
        Owes::Nothing
            if beginning
                && !judge_application(GateId::G11, &case.evidence, concern, case.frame(ctx)).passes() =>
        {
            Owes::Talk
        }
        owed => owed,
    }
}
