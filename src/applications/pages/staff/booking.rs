//! Booking and moving a round: what speaks against it is told before and with it, and a clash is asked about once more.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    CaseHead, closed,
    panel::{raters, with_plan},
    rounds::{hr, place},
    shown,
};
use crate::{
    app::App,
    db::Conn,
    fault::Fault,
    flow::interviews::{self as flow, SlotCheck, Warning, WarningKind},
    interviews::{BookBody, ChangeBody},
    jobs::model::RoundPlan,
    kernel::ids::{ApplicationId, InterviewId, UserId},
    people::Visit,
    web::{ApiResult, Form, Problem, Query, done},
};

/// Which round is to be booked.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Which {
    #[serde(default)]
    source: String,
    #[serde(default)]
    again: String,
}

/// The booking form.
pub(super) async fn ask(
    app: Data<App>,
    visit: Visit,
    id: Path<ApplicationId>,
    which: Query<Which>,
) -> ApiResult<HttpResponse> {
    let given = json!({ "source": which.0.source, "supplementary": !which.0.again.is_empty() });
    booking(&app, &visit, *id, given, Seen::Nothing).await
}

/// What a form is shown again with.
enum Seen {
    /// It is new.
    Nothing,
    /// What was typed would meet this.
    Checked(Value, SlotCheck),
    /// What was typed was refused.
    Refused(Value, Problem),
}

impl Seen {
    /// What the booking would meet, for the template.
    fn check(&self) -> Value {
        match self {
            Self::Checked(_, check) => json!(check),
            Self::Nothing | Self::Refused(..) => Value::Null,
        }
    }

    /// The page with what was typed.
    fn shown(self, visit: &Visit, page: (&str, &str), mut data: Value) -> ApiResult<HttpResponse> {
        match self {
            Self::Nothing => shown(visit, page, data, None),
            Self::Refused(typed, problem) => shown(visit, page, data, Some((typed, problem))),
            Self::Checked(typed, _) => {
                if let Some(fields) = data.as_object_mut() {
                    fields.insert("body".to_owned(), typed);
                }
                shown(visit, page, data, None)
            }
        }
    }
}

/// Whether a check is all that is wanted, or something has to be looked at before it is done: somebody is booked at
/// that time already, and the form was not sent knowing it.
fn stops(form: &Form, check: &SlotCheck) -> bool {
    let clashes =
        |warning: &Warning| matches!(warning.kind, WarningKind::RaterBusy | WarningKind::CandidateBusy);
    let known = form.control("anyway").is_some();
    form.control("check").is_some() || (!known && check.allowed && check.warnings.iter().any(clashes))
}

/// What the form is shown again with before anything is done: the check that was wanted, or a clash nobody knew of.
async fn before(
    app: &App,
    form: &Form,
    look: impl FnMut(&mut Conn) -> Result<SlotCheck, Fault> + Send + 'static,
) -> Option<Seen> {
    match app.db.read(look).await {
        Ok(check) if stops(form, &check) => Some(Seen::Checked(form.body().clone(), check)),
        // What is wrong with it is told when it is done, unless only a check was wanted.
        Err(fault) if form.control("check").is_some() => {
            Some(Seen::Refused(form.body().clone(), fault.into()))
        }
        Ok(_) | Err(_) => None,
    }
}

async fn booking(
    app: &App,
    visit: &Visit,
    id: ApplicationId,
    given: Value,
    seen: Seen,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(visit);
    let (case, plan, all) = app.db.read(move |conn| with_plan(conn, &ctx, id)).await?;
    let head = CaseHead::new(&case, "assessment");
    if !hr(visit) {
        return closed(visit, &head, Fault::forbidden("Rounds are booked by HR."));
    }
    let source = given.get("source").and_then(Value::as_str).unwrap_or_default();
    let usual = plan.rounds.iter().find(|round| round.code == *source);
    let rounds: Vec<Value> = plan
        .rounds
        .iter()
        .map(|round| json!({ "value": round.code, "label": format!("{} · {}", round.code, round.name) }))
        .collect();
    let data = json!({
        "head": head, "rounds": rounds, "check": seen.check(), "zone": case.calendar.timezone().name(),
        "raters": all.iter().map(|u| json!({ "value": u.id, "label": u.name })).collect::<Vec<_>>(),
        "body": {
            "source": source, "supplementary": given.get("supplementary"),
            "minutes": usual.map(|round| round.minutes), "raters": usual.map(usual_raters),
        },
    });
    seen.shown(visit, ("applications/pages/staff/book", &head.name), data)
}

fn usual_raters(round: &RoundPlan) -> &[UserId] {
    &round.raters
}

/// Books a round, or tells everything that speaks against it. With a clash it is asked once more.
pub(super) async fn book(
    app: Data<App>,
    visit: Visit,
    id: Path<ApplicationId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, base_url, id) = (app.ctx(&visit), app.base_url.clone(), *id);
    let (seen, body) = (form.if_match(), form.valid::<BookBody>());
    let again = |seen| booking(&app, &visit, id, form.body().clone(), seen);
    let look = {
        let (ctx, body) = (ctx.clone(), form.valid::<BookBody>());
        move |conn: &mut Conn| flow::check_booking(conn, &ctx, id, || body.get()?.booking())
    };
    if let Some(first) = before(&app, &form, look).await {
        return again(first).await;
    }
    let booked = app
        .db
        .write(move |conn| {
            let wanted = || body.get()?.booking();
            flow::book(conn, &ctx, id, &base_url, &seen, wanted)
        })
        .await
        .and_then(done);
    match booked {
        Ok(_) => Ok(visit.go(&place(id), "app-round-booked")),
        Err(fault) => again(Seen::Refused(form.body().clone(), fault.into())).await,
    }
}

/// The form that moves a round.
pub(super) async fn ask_change(
    app: Data<App>,
    visit: Visit,
    id: Path<InterviewId>,
) -> ApiResult<HttpResponse> {
    moving(&app, &visit, *id, Seen::Nothing).await
}

async fn moving(app: &App, visit: &Visit, id: InterviewId, seen: Seen) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(visit);
    let (round, case, all) = app
        .db
        .read(move |conn| {
            let (round, case) = flow::interview(conn, &ctx, id)?;
            Ok::<_, Fault>((round, case, raters(conn)?))
        })
        .await?;
    let head = CaseHead::new(&case, "assessment");
    if !hr(visit) {
        return closed(visit, &head, Fault::forbidden("Rounds are moved by HR."));
    }
    let row = &round.row;
    let data = json!({
        "head": head, "check": seen.check(), "zone": case.calendar.timezone().name(), "round": { "id": row.id, "version": row.version, "source": row.source },
        "raters": all.iter().map(|u| json!({ "value": u.id, "label": u.name })).collect::<Vec<_>>(),
        "body": {
            "starts_at": row.starts_at, "minutes": row.ends_at.since(row.starts_at).num_minutes(),
            "raters": round.raters(), "place": row.place, "meeting_link": row.meeting_link,
            "time_zone": row.time_zone,
        },
    });
    seen.shown(visit, ("applications/pages/staff/move", &head.name), data)
}

/// Moves a round to another time, place or other raters. With a clash it is asked once more.
pub(super) async fn change(
    app: Data<App>,
    visit: Visit,
    id: Path<InterviewId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, base_url, id) = (app.ctx(&visit), app.base_url.clone(), *id);
    let (seen, body) = (form.if_match(), form.valid::<ChangeBody>());
    let again = |seen| moving(&app, &visit, id, seen);
    let look = {
        let (ctx, body) = (ctx.clone(), form.valid::<ChangeBody>());
        move |conn: &mut Conn| flow::check_move(conn, &ctx, id, || body.get()?.change())
    };
    if let Some(first) = before(&app, &form, look).await {
        return again(first).await;
    }
    let moved = app
        .db
        .write(move |conn| {
            let wanted = || body.get()?.change();
            flow::reschedule(conn, &ctx, id, &base_url, &seen, wanted)
        })
        .await
        .and_then(done);
    match moved {
        Ok(moved) => {
            let id = moved.interview.row.application_id;
            Ok(visit.go(&place(id), "app-round-moved"))
        }
        Err(fault) => again(Seen::Refused(form.body().clone(), fault.into())).await,
    }
}
