//! Coaching sessions (dossier 6.5): planned, held with a guided form, and followed up.

use actix_web::{
    HttpResponse,
    web::{self, Data, Path, ServiceConfig},
};
use serde_json::{Value, json};

use super::{
    Again,
    coaching_form::{kept, record as of_form, sections},
    onward, pressed,
    sheet::{Sheet, sheet},
    shown,
};
use crate::{
    app::App,
    db::Conn,
    fault::Fault,
    flow::onboarding::{Case, coaching as acts, look},
    kernel::{
        ctx::Ctx,
        ids::{ClientAccountId, CoachingSessionId, OnboardingPlanId},
        time::days,
    },
    onboarding::{
        self,
        model::{ActionState, ClientAccount, CoachingSession, SessionRecord},
    },
    people::Visit,
    pipeline::refusal::Outcome,
    web::{ApiResult, Form, IfMatch, Problem, Valid},
};

/// Actions of the coach's own a form has places for.
const OWN_ACTIONS: usize = 3;
/// The first year's rhythm is monthly (dossier 6.5).
const MONTH_DAYS: i64 = 30;

/// Mounts the pages below a plan.
pub(super) fn pages(cfg: &mut ServiceConfig) {
    cfg.service(
        web::resource("/coaching_sessions")
            .route(web::get().to(list))
            .route(web::post().to(plan)),
    )
    .service(
        web::resource("/coaching_sessions/{session}")
            .route(web::get().to(show))
            .route(web::post().to(record)),
    )
    .service(web::resource("/coaching_sessions/{session}/closing").route(web::post().to(close)))
    .service(
        web::resource("/coaching_sessions/{session}/actions/{number}/{settled}")
            .route(web::post().to(settle)),
    );
}

/// Every session.
async fn list(app: Data<App>, visit: Visit, id: Path<OnboardingPlanId>) -> ApiResult<HttpResponse> {
    list_page(&app, &visit, *id, None).await
}

async fn list_page(
    app: &App,
    visit: &Visit,
    id: OnboardingPlanId,
    again: Option<Again>,
) -> ApiResult<HttpResponse> {
    let read = move |conn: &mut Conn, ctx: &Ctx| {
        let case = look::seen(conn, ctx, id)?;
        let sessions = onboarding::sessions(conn, id)?;
        let last = case.evidence.coached_at.iter().max().copied();
        let from = last.or(case.plan.starts_at);
        let frozen_at = from.map(|at| at + days(i64::from(case.policy.coaching_gap_days)));
        let more = json!({
            "sessions": sessions,
            "last": last,
            "frozen_at": frozen_at,
            "frozen": frozen_at.is_some_and(|at| ctx.now > at),
            "gap": case.policy.coaching_gap_days,
            "body": { "planned_for": from.map(|at| (at + days(MONTH_DAYS)).max(ctx.now)) },
        });
        let sheet = sheet(conn, ctx, &case, more)?;
        Ok((case.plan.trainee_name.clone(), sheet))
    };
    shown(app, visit, "onboarding/pages/sessions", read, again).await
}

/// Plans a session.
async fn plan(
    app: Data<App>,
    visit: Visit,
    id: Path<OnboardingPlanId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (id, sent) = (*id, form.clone());
    let work = move |conn: &mut Conn, ctx: &Ctx| {
        acts::plan(conn, ctx, id, &sent.if_match(), &sent.valid()).map(Outcome::Done)
    };
    match pressed(&app, &visit, work).await {
        Ok(session) => Ok(visit.go(&address(id, session.id), "onboarding-planned-session")),
        Err(problem) => list_page(&app, &visit, id, Again::of("plan", &form, problem)).await,
    }
}

fn address(id: OnboardingPlanId, session: CoachingSessionId) -> String {
    format!("/onboarding_plans/{id}/coaching_sessions/{session}")
}

/// A session: its form, or what came out of it.
async fn show(
    app: Data<App>,
    visit: Visit,
    path: Path<(OnboardingPlanId, CoachingSessionId)>,
) -> ApiResult<HttpResponse> {
    page(&app, &visit, path.into_inner(), None).await
}

async fn page(
    app: &App,
    visit: &Visit,
    (id, which): (OnboardingPlanId, CoachingSessionId),
    again: Option<Again>,
) -> ApiResult<HttpResponse> {
    let typed = again.as_ref().map_or(Value::Null, |again| again.body.clone());
    let read = move |conn: &mut Conn, ctx: &Ctx| read(conn, ctx, (id, which), &typed);
    shown(app, visit, "onboarding/pages/session", read, again).await
}

fn read(
    conn: &mut Conn,
    ctx: &Ctx,
    (id, which): (OnboardingPlanId, CoachingSessionId),
    typed: &Value,
) -> Result<(String, Sheet), Fault> {
    let case = look::seen(conn, ctx, id)?;
    let session = onboarding::session(conn, id, which)?.ok_or(Fault::NotFound("coaching session"))?;
    let accounts = onboarding::accounts(conn, id)?;
    let carried: Vec<ClientAccount> = accounts
        .iter()
        .filter(|a| a.released_at.is_none())
        .cloned()
        .collect();
    let content = case.pack.coaching();
    let form = match session.held_at {
        None => sections(content, &carried, typed),
        Some(_) => Vec::new(),
    };
    let more = json!({
        "least": usize::from(content.min_accounts_per_session).min(carried.len()),
        "sections": form,
        "answers": answers(&case, &session, &accounts),
        "actions": actions(&session, &accounts),
        "own": (0..OWN_ACTIONS).collect::<Vec<_>>(),
        "session": session,
    });
    let sheet = sheet(conn, ctx, &case, more)?;
    Ok((case.plan.trainee_name.clone(), sheet))
}

fn name_of(accounts: &[ClientAccount], id: Option<ClientAccountId>) -> Option<&str> {
    let found = accounts.iter().find(|account| Some(account.id) == id)?;
    Some(&found.name)
}

/// What was answered, by account, each with its question.
fn answers(case: &Case, session: &CoachingSession, accounts: &[ClientAccount]) -> Vec<Value> {
    let mut subjects: Vec<Option<ClientAccountId>> = Vec::new();
    for reply in &session.answers.0 {
        if !subjects.contains(&reply.account) {
            subjects.push(reply.account);
        }
    }
    let of = |subject: Option<ClientAccountId>| -> Vec<Value> {
        let replies = session.answers.0.iter().filter(|reply| reply.account == subject);
        let question = |reply: &onboarding::model::CoachingReply| {
            case.pack
                .coaching_question(&reply.question)
                .map(|known| known.text.clone())
        };
        replies
            .map(|reply| json!({ "question": question(reply), "reply": reply }))
            .collect()
    };
    subjects
        .into_iter()
        .map(|subject| json!({ "account": name_of(accounts, subject), "replies": of(subject) }))
        .collect()
}

/// What follows, counted from 1.
fn actions(session: &CoachingSession, accounts: &[ClientAccount]) -> Vec<Value> {
    let numbered = (1_usize..).zip(&session.actions.0);
    numbered
        .map(|(number, action)| {
            json!({ "number": number, "action": action, "account": name_of(accounts, action.account) })
        })
        .collect()
}

/// Records a session; a refused one keeps every answer.
async fn record(
    app: Data<App>,
    visit: Visit,
    path: Path<(OnboardingPlanId, CoachingSessionId)>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let ((id, which), seen) = (path.into_inner(), form.if_match());
    let typed = kept(form.body());
    let sent = of_form(&typed);
    let work = move |conn: &mut Conn, ctx: &Ctx| {
        let body = Valid::<SessionRecord>::of_value(sent.clone());
        acts::record(conn, ctx, (id, which, &seen), &body)
    };
    match pressed(&app, &visit, work).await {
        Ok(_) => Ok(visit.go(&address(id, which), "onboarding-session-recorded")),
        Err(problem) => {
            let again = Again {
                form: "session",
                body: typed,
                problem,
            };
            page(&app, &visit, (id, which), Some(again)).await
        }
    }
}

/// An action is done, or goes on in the next session.
async fn settle(
    app: Data<App>,
    visit: Visit,
    path: Path<(OnboardingPlanId, CoachingSessionId, usize, ActionState)>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (id, which, number, to) = path.into_inner();
    if !matches!(to, ActionState::Done | ActionState::CarriedOver) {
        return Err(Problem::from(Fault::NotFound("page")));
    }
    let work =
        move |conn: &mut Conn, ctx: &Ctx| acts::settle(conn, ctx, (id, which, &IfMatch::Absent), number, to);
    follow(
        &app,
        &visit,
        (id, which),
        &form,
        pressed(&app, &visit, work).await,
    )
    .await
}

/// Closes a session that left nothing open.
async fn close(
    app: Data<App>,
    visit: Visit,
    path: Path<(OnboardingPlanId, CoachingSessionId)>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (id, which) = path.into_inner();
    let work = move |conn: &mut Conn, ctx: &Ctx| acts::close(conn, ctx, (id, which, &IfMatch::Absent));
    follow(
        &app,
        &visit,
        (id, which),
        &form,
        pressed(&app, &visit, work).await,
    )
    .await
}

async fn follow(
    app: &App,
    visit: &Visit,
    (id, which): (OnboardingPlanId, CoachingSessionId),
    form: &Form,
    result: Result<CoachingSession, Problem>,
) -> ApiResult<HttpResponse> {
    match result {
        Ok(_) => Ok(visit.go(&onward(form, address(id, which)), "onboarding-saved")),
        Err(problem) => page(app, visit, (id, which), Again::of("settle", form, problem)).await,
    }
}
