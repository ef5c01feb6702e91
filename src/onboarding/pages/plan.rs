//! A hire: where it stands, what comes before the next step, and everything about it at a glance.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde_json::{Value, json};

use super::{
    Again, elsewhere, pressed, review,
    sheet::{Sheet, lines, sheet, stages},
    shown,
};
use crate::{
    app::App,
    audit::Event,
    db::Conn,
    fault::Fault,
    flow::onboarding::{Case, look, steps},
    kernel::{ctx::Ctx, ids::OnboardingPlanId},
    onboarding::{self, api::views::CheckInView, model::StepBody},
    people::Visit,
    pipeline::{gate_id::GateId, refusal::GateRow, state::PlanState},
    web::{ApiResult, Form},
};

const PAGE: &str = "onboarding/pages/plan";
/// So many of the latest events are shown.
const EVENTS: usize = 30;

/// The hire.
pub(super) async fn show(
    app: Data<App>,
    visit: Visit,
    id: Path<OnboardingPlanId>,
) -> ApiResult<HttpResponse> {
    page(&app, &visit, *id, None).await
}

/// The modules stand on the page of the hire.
pub(super) async fn modules(id: Path<OnboardingPlanId>) -> HttpResponse {
    elsewhere(&format!("/onboarding_plans/{id}#modules"))
}

async fn page(
    app: &App,
    visit: &Visit,
    id: OnboardingPlanId,
    again: Option<Again>,
) -> ApiResult<HttpResponse> {
    shown(app, visit, PAGE, move |conn, ctx| read(conn, ctx, id), again).await
}

fn read(conn: &mut Conn, ctx: &Ctx, id: OnboardingPlanId) -> Result<(String, Sheet), Fault> {
    let case = look::seen(conn, ctx, id)?;
    let (to, gates) = next_step(conn, ctx, &case)?;
    let (next_stage, stage_gates) = look::next_stage(&case, ctx).unzip();
    let mut events = steps::timeline(conn, ctx, id)?;
    events.reverse();
    events.truncate(EVENTS);
    let more = json!({
        "to": to,
        "gates": gates,
        "next_stage": next_stage,
        "stage_gates": stage_gates,
        "stages": stages(&case),
        "areas": areas(&case, ctx),
        "check_ins": check_ins(conn, ctx, &case)?,
        "sessions": onboarding::sessions(conn, id)?,
        "pulse": pulse(conn, ctx, &case)?,
        "review": onboarding::review(conn, id)?,
        "events": events.iter().map(event).collect::<Vec<_>>(),
    });
    let sheet = sheet(conn, ctx, &case, more)?;
    Ok((case.plan.trainee_name.clone(), sheet))
}

/// Acts that are told by a message of their own.
const ACTS: [&str; 24] = [
    "account.give",
    "account.release",
    "behaviour.observe",
    "book.count",
    "check_in.record",
    "client.act",
    "coaching.plan",
    "coaching.settle",
    "module.check",
    "module.countersign",
    "module.evidence",
    "module.evidence_taken_back",
    "module.first_test",
    "module.meeting",
    "module.operations_sign",
    "module.tick",
    "plan.access_order",
    "plan.day_one",
    "plan.people",
    "plan.start",
    "plan.trainer",
    "pulse.answer",
    "review.sign",
    "review.write",
];

/// An event with the keys of what is said of it.
fn event(event: &Event) -> Value {
    let of_a_kind = |kind: &str| match kind {
        "training_module" => ("onboarding-event-module", "onboarding-module-"),
        "portfolio_stage" => ("onboarding-event-stage", "onboarding-stage-"),
        "coaching_session" => ("onboarding-event-session", "onboarding-session-"),
        _ => ("onboarding-event-plan", "onboarding-state-"),
    };
    let (say, state) = if ACTS.contains(&event.action.as_str()) {
        (
            format!("onboarding-event-{}", event.action.replace(['.', '_'], "-")),
            None,
        )
    } else if event.action == "transition" {
        let (say, prefix) = of_a_kind(&event.entity_kind);
        (
            say.to_owned(),
            event.to_state.as_ref().map(|to| format!("{prefix}{to}")),
        )
    } else {
        ("onboarding-event-other".to_owned(), None)
    };
    json!({ "event": event, "say": say, "state": state, "module": event.details.get("module") })
}

/// The step that comes next by itself, and its gates.
fn next_step(conn: &mut Conn, ctx: &Ctx, case: &Case) -> Result<(Option<PlanState>, Vec<GateRow>), Fault> {
    let to = match case.plan.state {
        PlanState::Preboarding => PlanState::Active,
        PlanState::Active | PlanState::Extended => PlanState::Confirmed,
        PlanState::Confirmed | PlanState::Ended => return Ok((None, Vec::new())),
    };
    let (_, mut gates) = steps::gates(conn, ctx, case.plan.id, to)?;
    if to == PlanState::Confirmed {
        gates.retain(|row| row.gate == GateId::G56);
    }
    Ok((Some(to), gates))
}

/// The modules by area.
fn areas(case: &Case, ctx: &Ctx) -> Vec<Value> {
    let all = lines(case, ctx.now);
    ["shared", "client_only", "production_only"]
        .iter()
        .filter_map(|area| {
            let of_it: Vec<Value> = all
                .iter()
                .map(|line| json!(line))
                .filter(|line| line.get("area").and_then(Value::as_str) == Some(area))
                .collect();
            let done = of_it
                .iter()
                .filter(|line| line.get("standing") == Some(&json!("done")))
                .count();
            (!of_it.is_empty()).then(|| json!({ "area": area, "modules": of_it, "done": done }))
        })
        .collect()
}

/// The next talks, and how many were held.
pub(super) fn check_ins(conn: &mut Conn, ctx: &Ctx, case: &Case) -> Result<Value, Fault> {
    let all = onboarding::check_ins(conn, case.plan.id)?;
    let total = all.len();
    let (held, open): (Vec<_>, Vec<_>) = all.into_iter().partition(|row| row.held_at.is_some());
    let next: Vec<CheckInView> = open
        .into_iter()
        .take(3)
        .map(|row| CheckInView::of(case, row, ctx.now))
        .collect();
    Ok(json!({ "total": total, "held": held.len(), "next": next }))
}

/// The latest pulse with its questions, for those who may read it.
fn pulse(conn: &mut Conn, ctx: &Ctx, case: &Case) -> Result<Value, Fault> {
    let all = match look::pulses(conn, ctx, case.plan.id) {
        Ok(all) => all,
        Err(Fault::Forbidden(_)) => return Ok(json!({ "hidden": true })),
        Err(other) => return Err(other),
    };
    let Some(last) = all.last() else {
        return Ok(json!({ "hidden": false, "at": null, "items": [] }));
    };
    let items: Vec<Value> = case
        .pack
        .check_ins()
        .pulse
        .iter()
        .map(|item| json!({ "text": item.text, "answer": last.answers.0.get(&item.code) }))
        .collect();
    Ok(json!({ "hidden": false, "at": last.answered_at, "items": items }))
}

/// Takes a step; a refused one is told on the page it was asked for.
pub(super) async fn transition(
    app: Data<App>,
    visit: Visit,
    id: Path<OnboardingPlanId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (id, base) = (*id, app.base_url.clone());
    let (seen, body) = (form.if_match(), form.valid::<StepBody>());
    let work = move |conn: &mut _, ctx: &_| steps::transition(conn, ctx, id, &seen, &body, &base);
    let Err(problem) = pressed(&app, &visit, work).await else {
        return Ok(visit.go(&format!("/onboarding_plans/{id}"), "onboarding-step-done"));
    };
    match form.body().get("to").and_then(Value::as_str) {
        Some("ended") => end_page(&app, &visit, id, Again::of("end", &form, problem)).await,
        Some("confirmed") => review::page(&app, &visit, id, Again::of("confirm", &form, problem)).await,
        Some("extended") => review::page(&app, &visit, id, Again::of("extend", &form, problem)).await,
        _ => page(&app, &visit, id, Again::of("step", &form, problem)).await,
    }
}

/// Asks before an onboarding is ended: it cannot be undone.
pub(super) async fn ask_end(
    app: Data<App>,
    visit: Visit,
    id: Path<OnboardingPlanId>,
) -> ApiResult<HttpResponse> {
    end_page(&app, &visit, *id, None).await
}

async fn end_page(
    app: &App,
    visit: &Visit,
    id: OnboardingPlanId,
    again: Option<Again>,
) -> ApiResult<HttpResponse> {
    let read = move |conn: &mut Conn, ctx: &Ctx| {
        let case = look::seen(conn, ctx, id)?;
        let sheet = sheet(conn, ctx, &case, json!({}))?;
        Ok((case.plan.trainee_name.clone(), sheet))
    };
    shown(app, visit, "onboarding/pages/end", read, again).await
}
