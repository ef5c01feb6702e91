//! One application: where it stands, what stands before the next step, who owes it, and when it can be decided.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{CaseHead, Typed, events, head::names, shown};
use crate::{
    app::App,
    applications::{self, Application},
    audit::Event,
    db::Conn,
    fault::Fault,
    flow::{
        applications::{self as flow, access, next},
        case::Case,
        interviews, service_levels,
    },
    kernel::{
        ctx::{Actor, Ctx},
        ids::ApplicationId,
        time::Timestamp,
    },
    people::Visit,
    pipeline::{
        forecast::Forecast,
        measured,
        refusal::{GateRow, GateStatus},
        state::{ApplicationState, Machine, Mover},
    },
    web::{ApiResult, Query},
};

/// How many events the overview shows.
const LATEST: usize = 6;

/// The stages people speak of, each with the states it covers.
const STAGES: [(&str, &[ApplicationState]); 9] = [
    ("applied", &[ApplicationState::Applied]),
    ("role", &[ApplicationState::RoleAcknowledged]),
    ("screened", &[ApplicationState::Screened]),
    ("assessing", &[ApplicationState::Assessing]),
    ("references", &[ApplicationState::Assessed]),
    (
        "debrief",
        &[
            ApplicationState::ReferencesComplete,
            ApplicationState::DebriefOpen,
        ],
    ),
    ("decision", &[ApplicationState::Debriefed]),
    (
        "offer",
        &[
            ApplicationState::Approved,
            ApplicationState::OfferExtended,
            ApplicationState::OfferAccepted,
        ],
    ),
    ("hired", &[ApplicationState::Hired]),
];

/// Towards which state the gates are wanted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Towards {
    to: Option<ApplicationState>,
}

/// The overview.
pub(super) async fn show(
    app: Data<App>,
    visit: Visit,
    id: Path<ApplicationId>,
    towards: Query<Towards>,
) -> ApiResult<HttpResponse> {
    page(&app, &visit, *id, towards.0.to, None).await
}

/// The overview, with the gates towards a state, perhaps after a step that was refused.
pub(super) async fn page(
    app: &App,
    visit: &Visit,
    id: ApplicationId,
    to: Option<ApplicationState>,
    typed: Typed,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(visit);
    let (head, events, mut data) = app.db.read(move |conn| load(conn, &ctx, id, to)).await?;
    let latest: Vec<Value> = events
        .iter()
        .rev()
        .take(LATEST)
        .map(|event| events::line(visit, event))
        .collect();
    if let Value::Object(fields) = &mut data {
        fields.insert("events".into(), latest.into());
    }
    shown(
        visit,
        ("applications/pages/staff/overview", &head.name),
        data,
        typed,
    )
}

type Loaded = (CaseHead, Vec<Event>, Value);

fn load(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    to: Option<ApplicationState>,
) -> Result<Loaded, Fault> {
    let (row, case) = flow::look::show(conn, ctx, id)?;
    let candidate = applications::candidate(conn, row.candidate_id)?;
    let events = flow::look::timeline(conn, ctx, id)?;
    let actor = access::as_of(&case, &ctx.actor);
    let head = CaseHead::new(&case, "overview");
    let before = before_the_step(conn, ctx, &case, to)?;
    let warned = service_levels::of(conn, ctx, std::slice::from_ref(&row))?;
    let terms = &case.evidence.terms;
    let people = names(conn, &[terms.hr, terms.hiring_manager])?;
    let named = |id| people.get(&id).cloned();
    let ack = case.evidence.acknowledgement.as_ref();
    let rejection = row.rejection.as_ref().map(|r| {
        let reasons = &case.pack.reasons().rejections;
        let words = reasons.iter().find(|reason| reason.code == r.0.reason_code);
        json!({
            "reason": words.map_or(&r.0.reason_code, |reason| &reason.text),
            "note": r.0.note, "feedback": r.0.feedback,
        })
    });
    let data = json!({
        "head": head, "body": {},
        "email": candidate.email, "phone": candidate.phone,
        "stages": stages(&row, &case, &events),
        "before": before, "warned": warned.get(&row.id),
        "next": next_step(&case, &actor, next::of(conn, ctx, &row)?.open.len()),
        "side_steps": side_steps(row.state, row.held_from, &actor),
        "applied_at": row.applied_at, "entered_state_at": row.entered_state_at,
        "days": ctx.now.days_since(row.entered_state_at),
        "hr": named(terms.hr), "hiring_manager": named(terms.hiring_manager),
        "description_number": terms.description_number, "policy_version": row.policy_version,
        "acknowledged": ack.map(|a| json!({ "number": a.description_number, "at": a.at })),
        "rejection": rejection,
        "scores": scores(conn, ctx, id)?,
    });
    Ok((head, events, data))
}

/// The gates on the way and the dates; nothing when no way is left.
fn before_the_step(
    conn: &mut Conn,
    ctx: &Ctx,
    case: &Case,
    to: Option<ApplicationState>,
) -> Result<Value, Fault> {
    let from = case.evidence.held_from.unwrap_or(case.evidence.state);
    let later: Vec<ApplicationState> = ApplicationState::PATH
        .iter()
        .copied()
        .filter(|state| from.rank().is_some_and(|here| state.rank() > Some(here)))
        .collect();
    let wanted = to.filter(|to| later.contains(to)).or_else(|| next::after(from));
    let Some(to) = wanted else {
        return Ok(Value::Null);
    };
    let run = flow::look::gates(conn, ctx, case.evidence.application, to)?;
    let gates = next::on_the_way(run.gates, from, to);
    let count = |statuses: &[GateStatus]| gates.iter().filter(|row| statuses.contains(&row.status)).count();
    let undecided = !from.has_reached(ApplicationState::Approved);
    Ok(json!({
        "to": to, "later": later, "is_next": next::after(from) == Some(to),
        "met": count(&[GateStatus::Met, GateStatus::Waived]),
        "open": count(&[GateStatus::Open]),
        "withheld": count(&[GateStatus::Withheld]),
        "total": gates.len(),
        "gates": open_first(gates),
        "earliest": undecided.then(|| dates(case, &run.earliest)),
        "projected": undecided.then(|| dates(case, &run.projected)),
        "pace": [
            { "key": "round", "step": run.pace.round_gap },
            { "key": "reference", "step": run.pace.reference },
        ],
    }))
}

/// What is to be done stands first.
fn open_first(mut gates: Vec<GateRow>) -> Vec<GateRow> {
    gates.sort_by_key(|row| match row.status {
        GateStatus::Open => 0,
        GateStatus::Withheld => 1,
        GateStatus::Waived => 2,
        GateStatus::Met => 3,
    });
    gates
}

fn dates(case: &Case, forecast: &Forecast) -> Value {
    let starts = forecast.earliest_start.map(|day| case.calendar.start_of_day(day));
    json!({ "at": forecast.earliest, "starts": starts, "binding": forecast.binding })
}

/// The next step as a button: who may take it, and why it cannot be taken yet.
fn next_step(case: &Case, actor: &Actor, open: usize) -> Value {
    let from = case.evidence.state;
    let Some(to) = next::after(from) else {
        return Value::Null;
    };
    let movers = from.step(to).unwrap_or_default();
    let roles: Vec<_> = movers
        .iter()
        .flat_map(|mover| match mover {
            Mover::Staff(roles) => roles,
            _ => &[][..],
        })
        .collect();
    json!({
        "to": to, "may": may(from, to, actor), "roles": roles, "blocked": open > 0, "open": open,
        "by_candidate": roles.is_empty() && movers.contains(&Mover::Candidate),
        "by_itself": roles.is_empty() && !movers.contains(&Mover::Candidate),
    })
}

/// Whether the actor is one of those who take this step.
pub(super) fn may(from: ApplicationState, to: ApplicationState, actor: &Actor) -> bool {
    let movers = from.step(to).unwrap_or_default();
    movers
        .iter()
        .any(|mover| matches!(mover, Mover::Staff(roles) if actor.has_any(roles)))
}

/// Steps beside the main path that the actor may take.
fn side_steps(state: ApplicationState, held_from: Option<ApplicationState>, actor: &Actor) -> Value {
    let may = |to| may(state, to, actor);
    json!({
        "reject": may(ApplicationState::Rejected),
        "hold": may(ApplicationState::OnHold),
        "resume": held_from.filter(|back| may(*back)),
    })
}

fn stages(row: &Application, case: &Case, events: &[Event]) -> Vec<Value> {
    let stands = case.evidence.held_from.unwrap_or(row.state);
    // Of an application that is over, the last state of the main path that it was in.
    let came_to = stands.rank().or_else(|| {
        let path = ApplicationState::PATH.iter().enumerate();
        path.filter(|(_, state)| events::entered(events, **state).is_some())
            .map(|(rank, _)| rank)
            .max()
    });
    let came_to = came_to.unwrap_or(0);
    STAGES
        .iter()
        .map(|(key, states)| {
            let ranks = || states.iter().filter_map(|state| state.rank());
            let entered: Option<Timestamp> = if *key == "applied" {
                Some(row.applied_at)
            } else {
                let times = states.iter().filter_map(|state| events::entered(events, *state));
                times.min()
            };
            json!({
                "key": key, "at": entered,
                "done": ranks().all(|rank| rank < came_to),
                "now": ranks().any(|rank| rank == came_to),
            })
        })
        .collect()
}

/// Levels for those who may see them; for others, why not.
fn scores(conn: &mut Conn, ctx: &Ctx, id: ApplicationId) -> Result<Value, Fault> {
    let (sums, case) = match interviews::scores(conn, ctx, id) {
        Ok(found) => found,
        Err(Fault::Blind) => return Ok(json!({ "why": "app-scores-blind" })),
        Err(Fault::Forbidden(_)) => return Ok(json!({ "why": "app-scores-closed" })),
        Err(other) => return Err(other),
    };
    let terms = &case.evidence.terms;
    let levels: Vec<Value> = measured::competency_facts(terms)
        .iter()
        .map(|fact| {
            let floor = case.policy.competency_floor(terms.kind, fact);
            let seen = sums.scores.competencies.get(&fact.code);
            json!({
                "name": measured::name_of(terms, &fact.code), "value": seen.map(|s| s.value),
                "raters": seen.map_or(0, |s| s.raters), "floor": floor,
                "below": sums.below_floors.iter().any(|miss| miss.competency == fact.code),
            })
        })
        .collect();
    Ok(json!({
        "why": null, "levels": levels, "soft": sums.scores.soft, "technical": sums.scores.technical,
        "commercial": sums.scores.commercial, "final": sums.composite.value,
        "reference_weight": sums.composite.reference_weight,
    }))
}
