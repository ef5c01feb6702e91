//! The new hire's own list: what is due this week first.

use actix_web::{HttpResponse, web::Data};
use serde_json::{Value, json};

use super::{
    plan::check_ins,
    sheet::{ModuleLine, Sheet, lines, sheet, stages},
};
use crate::{
    app::App,
    db::Conn,
    fault::Fault,
    flow::onboarding::{Case, look},
    kernel::{ctx::Ctx, time::days},
    onboarding::{self, api::views::ModuleView},
    people::Visit,
    pipeline::state::ModuleState,
    web::ApiResult,
};

/// Modules shown with their steps.
const OPENED: usize = 5;
/// A pulse is asked for again after so many days (the weekly talks ask how it goes).
const PULSE_DAYS: i64 = 7;

/// My onboarding; before there is one, the page says what comes.
pub(super) async fn mine(app: Data<App>, visit: Visit) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&visit);
    let sheet = app.db.read(move |conn| read(conn, &ctx)).await?;
    match sheet {
        Some(sheet) => visit.page("onboarding/pages/mine", "onboarding-mine", &sheet),
        None => visit.page("onboarding/pages/none", "onboarding-mine", &json!({})),
    }
}

fn read(conn: &mut Conn, ctx: &Ctx) -> Result<Option<Sheet>, Fault> {
    let case = match look::own(conn, ctx) {
        Ok(case) => case,
        Err(Fault::NotFound(_)) => return Ok(None),
        Err(other) => return Err(other),
    };
    let id = case.plan.id;
    let mut all = lines(&case, ctx.now);
    let done = all.iter().filter(|line| line.standing == "done").count();
    all.retain(|line| line.standing != "done");
    all.sort_by_key(ModuleLine::urgency);
    let (now, later): (Vec<_>, Vec<_>) = all
        .into_iter()
        .partition(|line| ["late", "returned", "soon"].contains(&line.standing));
    let (waiting, mut later): (Vec<_>, Vec<_>) =
        later.into_iter().partition(|line| line.standing == "waiting");
    // A quiet week shows what comes next all the same.
    let mut opened = now;
    if opened.is_empty() {
        let rest = later.split_off(later.len().min(2));
        opened = std::mem::replace(&mut later, rest);
    }
    let further = opened.split_off(opened.len().min(OPENED));
    let pulses = look::pulses(conn, ctx, id)?;
    let last_pulse = pulses.last().map(|pulse| pulse.answered_at);
    let mut carried = onboarding::accounts(conn, id)?;
    carried.retain(|account| account.released_at.is_none());
    let more = json!({
        "opened": opened.iter().map(|line| opened_module(&case, ctx, line)).collect::<Vec<_>>(),
        "further": further.into_iter().chain(later).collect::<Vec<_>>(),
        "waiting": waiting.iter().map(|line| opened_module(&case, ctx, line)).collect::<Vec<_>>(),
        "done": done,
        "check_ins": check_ins(conn, ctx, &case)?,
        "sessions": onboarding::sessions(conn, id)?
            .into_iter().filter(|session| session.held_at.is_none()).collect::<Vec<_>>(),
        "accounts": carried,
        "pulse_at": last_pulse,
        "pulse_due": case.plan.starts_at.is_some_and(|at| at <= ctx.now)
            && last_pulse.is_none_or(|at| at + days(PULSE_DAYS) <= ctx.now),
        "contact": case.pack.portfolio().stages.iter()
            .find(|stage| stage.code == case.plan.stage).map(|stage| &stage.client_contact),
        "next_stage": case.plan.stage.next(),
        "stages": stages(&case),
    });
    sheet(conn, ctx, &case, more).map(Some)
}

/// A module with its steps and what the hire does next in it.
fn opened_module(case: &Case, ctx: &Ctx, line: &ModuleLine) -> Value {
    let Ok(row) = case.module(&line.code) else {
        return Value::Null;
    };
    let view = ModuleView::of(case, row, ctx.now);
    let ticked = row.body.0.steps.len();
    let steps = case.pack.module(&row.code).map_or(0, |module| module.steps.len());
    let evidence = !row.body.0.evidence.is_empty();
    let next = match row.state {
        ModuleState::EvidenceSubmitted if row.body.0.countersigned.is_none() => "countersign",
        ModuleState::EvidenceSubmitted => "wait",
        _ if ticked < steps => "tick",
        _ if !evidence => "evidence",
        _ => "submit",
    };
    json!({ "line": line, "module": view, "ticked": ticked, "steps": steps, "next": next })
}
