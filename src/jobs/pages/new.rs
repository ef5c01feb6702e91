//! The wizard: which kind of account manager first, then the job.

use actix_web::{HttpResponse, web::Data};
use serde::Deserialize;
use serde_json::{Value, json};
use validator::Validate;

use super::{
    documents::{kinds, offered_people, yes_no},
    list::OPENERS,
};
use crate::{
    app::App,
    fault::Fault,
    flow,
    jobs::{
        KindDecision, NewJob, may_decide_kind,
        model::{Job, KindAnswers, KindSuggestion, OpeningReason, suggest_kind},
    },
    kernel::{ids::UserId, kind::Kind, role::Role},
    people::Visit,
    pipeline::{evidence::JobPeople, refusal::Outcome},
    web::{ApiResult, Form, IfMatch, Problem, done},
};

/// The answers of the first page.
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
struct Answered {
    answers: KindAnswers,
}

/// Everything the second page asks.
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
struct Opened {
    answers: KindAnswers,
    /// Decided by an owner or sponsor; others leave it to them.
    #[serde(default)]
    kind: Option<Kind>,
    #[serde(default)]
    #[validate(length(min = 10, max = 2000))]
    kind_reason: Option<String>,
    #[validate(length(min = 1, max = 120))]
    title: String,
    reason: OpeningReason,
    hiring_manager: UserId,
    sponsor: UserId,
    ops_lead: UserId,
    hr: UserId,
}

impl Opened {
    fn job(&self) -> NewJob {
        NewJob {
            title: self.title.clone(),
            reason: self.reason,
            people: JobPeople {
                hiring_manager: self.hiring_manager,
                sponsor: self.sponsor,
                ops_lead: self.ops_lead,
                hr: self.hr,
            },
        }
    }
}

/// The five questions.
pub(super) async fn ask(visit: Visit) -> ApiResult<HttpResponse> {
    asked(&visit, json!({}), None)
}

fn may_open(visit: &Visit) -> bool {
    visit.actor().has_any(OPENERS)
}

fn asked(visit: &Visit, body: Value, trouble: Option<Problem>) -> ApiResult<HttpResponse> {
    let data = json!({ "yes_no": yes_no(visit), "may_open": may_open(visit), "body": body });
    let title = visit.say("job-new");
    match trouble {
        None => visit.page_of("jobs/pages/new_kind", &title, &data),
        Some(trouble) => visit.again("jobs/pages/new_kind", &title, &data, trouble),
    }
}

/// The suggestion, and the form of the job.
pub(super) async fn suggest(app: Data<App>, visit: Visit, form: Form) -> ApiResult<HttpResponse> {
    let answered = form.valid::<Answered>().into_inner();
    match answered {
        Ok(answered) => {
            let suggestion = suggest_kind(&answered.answers);
            let me = visit.actor().user_id();
            let kind = suggestion.kind;
            let title = kind.map(|kind| visit.say(&format!("job-kind-{kind}-title")));
            let mine = |role: Role| me.filter(|_| visit.actor().has_any(&[role]));
            let body = json!({
                "answers": answered.answers, "kind": kind, "title": title,
                "hiring_manager": mine(Role::HiringManager), "sponsor": mine(Role::Sponsor),
                "ops_lead": mine(Role::OpsLead), "hr": mine(Role::Hr).or(mine(Role::HrLead)),
            });
            form_of(&app, &visit, &suggestion, body, None).await
        }
        Err(fault) => asked(&visit, form.body().clone(), Some(fault.into())),
    }
}

async fn form_of(
    app: &App,
    visit: &Visit,
    suggestion: &KindSuggestion,
    body: Value,
    trouble: Option<Problem>,
) -> ApiResult<HttpResponse> {
    let me = visit.clone();
    let people = app.db.read(move |conn| offered_people(conn, &me)).await?;
    let data = json!({
        "suggestion": suggestion,
        "kinds": kinds(visit),
        "people": people,
        "decides": visit.actor().has_any(&[Role::Sponsor]),
        "may_open": may_open(visit),
        "body": body,
    });
    let title = visit.say("job-new");
    match trouble {
        None => visit.page_of("jobs/pages/new_job", &title, &data),
        Some(trouble) => visit.again("jobs/pages/new_job", &title, &data, trouble),
    }
}

/// Makes the job; an owner or sponsor decides its kind with it.
pub(super) async fn create(app: Data<App>, visit: Visit, form: Form) -> ApiResult<HttpResponse> {
    let (ctx, body) = (app.ctx(&visit), form.valid::<Opened>());
    let made =
        app.db
            .write(move |conn| {
                let job = flow::jobs::create(conn, &ctx, || body.get().map(Opened::job))?;
                let opened = body.get()?;
                let Some(kind) = opened.kind.filter(|_| may_decide_kind(&ctx, &job).is_ok()) else {
                    return Ok(Outcome::Done(job));
                };
                let reason = opened.kind_reason.clone().ok_or_else(|| {
                    Fault::field("/kind_reason", "missing", "Say in a sentence why this kind.")
                })?;
                let decision = KindDecision {
                    answers: opened.answers,
                    kind,
                    reason,
                };
                flow::jobs::set_kind(conn, &ctx, job.id, &IfMatch::version(job.version), || {
                    Ok(decision)
                })
            })
            .await
            .and_then(done::<Job>);
    match made {
        Ok(job) => Ok(visit.go(&format!("/jobs/{}", job.id), "job-opened")),
        Err(fault) => {
            let answers = form.body().get("answers").cloned().unwrap_or_default();
            let Ok(answers) = serde_json::from_value::<KindAnswers>(answers) else {
                return asked(&visit, form.body().clone(), Some(fault.into()));
            };
            form_of(
                &app,
                &visit,
                &suggest_kind(&answers),
                form.body().clone(),
                Some(fault.into()),
            )
            .await
        }
    }
}
