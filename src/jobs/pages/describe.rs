//! The editor of a description, with how clear it is beside it.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde_json::{Map, Value, json};

use super::{
    Sheet, as_typed,
    documents::{kinds, options},
    head, lay_out, rows, why_not,
};
use crate::{
    app::App,
    content::{
        Pack,
        model::{DutyList, DutyScope},
    },
    db::Conn,
    fault::{Fault, FieldFault},
    flow,
    jobs::{
        self, NewDescription,
        api::descriptions::AddDescription,
        clarity::{ClarityReport, RuleId, RuleResult},
        model::{ActiveRule, ConductTopic, DescriptionBody, Duty, EvidenceKind, Job, Preview},
        service::{pack, policy},
    },
    kernel::{ctx::Ctx, ids::JobId, kind::Kind},
    people::Visit,
    pipeline::state::JobState,
    web::{ApiResult, Form, Problem},
};

/// The editor.
pub(super) async fn edit(app: Data<App>, visit: Visit, id: Path<JobId>) -> ApiResult<HttpResponse> {
    editor(&app, &visit, *id, (None, None)).await
}

/// What was typed, and what went wrong with it.
type Typed = (Option<Value>, Option<Problem>);

async fn editor(app: &App, visit: &Visit, id: JobId, (typed, trouble): Typed) -> ApiResult<HttpResponse> {
    let (me, shown) = (visit.clone(), typed.clone());
    let sheet = Sheet {
        template: "jobs/pages/description",
        name: "job-tab-description",
        load: move |conn: &mut Conn, ctx: &Ctx| loaded(conn, ctx, id, &me, shown.as_ref()),
    };
    sheet
        .shown(
            app,
            visit,
            trouble.map(|trouble| (typed.unwrap_or_default(), trouble)),
        )
        .await
}

fn loaded(
    conn: &mut Conn,
    ctx: &Ctx,
    id: JobId,
    visit: &Visit,
    typed: Option<&Value>,
) -> Result<Value, Fault> {
    let (job, versions) = jobs::descriptions(conn, ctx, id)?;
    let pack = pack(conn, &job)?.1;
    let newest = versions.last().map(|(version, _)| version);
    let stored = match newest {
        Some(version) => version.body.0.clone(),
        None => template(&pack, &job),
    };
    let body = match typed {
        Some(typed) => typed.clone(),
        None => {
            json!({ "description": as_typed(json!(stored)), "active_applications": ActiveRule::Reacknowledge })
        }
    };
    let description = body.get("description").cloned().unwrap_or_default();
    let report = report(conn, ctx, id, &description);
    let report = match &report {
        Ok(report) => Judged::Report(report),
        Err(faults) => Judged::Unreadable(faults),
    };
    let codes = lay_out::Codes::of(&pack, &job);
    Ok(json!({
        "job": head(&job, "description"),
        "blocked": why_not(&job, jobs::may_describe(ctx, &job)),
        "number": newest.map(|version| version.number),
        "current": job.description,
        "approved": !matches!(job.state, JobState::Draft | JobState::KindDecided),
        "clarity": judged(conn, &job, report)?,
        "duties": lay_out::duties(&description, &codes),
        "musts": lay_out::must_haves(&description),
        "standards": rows(super::length(&description, "/standards"), 1, 4),
        "conduct": rows(super::length(&description, "/conduct_standards"), 1, 4),
        "glossary": codes.glossary(),
        "options": {
            "kinds": kinds(visit),
            "scopes": options::<DutyScope>(visit, "job-scope"),
            "evidence": options::<EvidenceKind>(visit, "job-evidence"),
            "topics": options::<ConductTopic>(visit, "job-topic"),
            "rules": options::<ActiveRule>(visit, "job-active"),
        },
        "body": body,
    }))
}

/// How clear a description as it was typed is, or what of it cannot be read.
fn report(
    conn: &mut Conn,
    ctx: &Ctx,
    id: JobId,
    description: &Value,
) -> Result<ClarityReport, Vec<FieldFault>> {
    let form: Result<DescriptionBody, _> = serde_path_to_error::deserialize(description);
    let body = form.map_err(|error| {
        let at = format!(
            "/description/{}",
            error.path().to_string().replace(['.', '['], "/").replace(']', "")
        );
        vec![FieldFault::new(at, "invalid", error.into_inner().to_string())]
    })?;
    jobs::check(conn, ctx, id, || Ok(Some(body))).map_err(|fault| match fault {
        Fault::Invalid(faults) => faults,
        other => vec![FieldFault::new("", "invalid", other.to_string())],
    })
}

/// What a description starts from: the duties of its kind, with sentences that pass the check.
fn template(pack: &Pack, job: &Job) -> DescriptionBody {
    let fits = |list: DutyList| {
        matches!(
            (list, job.kind),
            (DutyList::ClientFocused, Some(Kind::ClientFocused | Kind::Hybrid))
                | (
                    DutyList::ProductionFocused,
                    Some(Kind::ProductionFocused | Kind::Hybrid)
                )
                | (DutyList::Rules, Some(_))
        )
    };
    let duties = pack
        .duties()
        .templates
        .iter()
        .filter(|t| fits(t.list))
        .map(|template| Duty {
            text: template.suggestion.clone(),
            pivotal: template.list != DutyList::Rules,
            competency_codes: template.competencies.clone(),
            scope: template.scope.unwrap_or_default(),
            template_codes: vec![template.code.clone()],
            ..Duty::default()
        });
    let mut duties: Vec<Duty> = duties.collect();
    let mut texts = std::collections::BTreeSet::new();
    duties.retain(|duty| texts.insert(duty.text.clone()));
    let some = |lines: &[String]| {
        if job.kind.is_some() {
            lines.iter().take(3).cloned().collect()
        } else {
            Vec::new()
        }
    };
    DescriptionBody {
        title: job.title.clone(),
        kind: job.kind,
        duties,
        ladder_id: job.ladder.0.ladder_id.clone(),
        preview: Preview {
            hard: some(&pack.preview().hard),
            attractive: some(&pack.preview().attractive),
        },
        language: "en".to_owned(),
        ..DescriptionBody::default()
    }
}

/// What the check said.
pub(super) enum Judged<'a> {
    /// How clear the description is.
    Report(&'a ClarityReport),
    /// What of it cannot be read.
    Unreadable(&'a [FieldFault]),
}

/// The check for the page: hard failures first, each with where to mend it.
pub(super) fn judged(conn: &mut Conn, job: &Job, judged: Judged<'_>) -> Result<Value, Fault> {
    let needed = policy(conn, job)?.1.jd_min_score;
    let report = match judged {
        Judged::Report(report) => report,
        Judged::Unreadable(faults) => {
            let problems: Vec<&str> = faults.iter().map(|fault| fault.detail.as_ref()).collect();
            return Ok(
                json!({ "score": null, "needed": needed, "passes": false, "problems": problems,
                "hard": [], "soft": [], "warnings": [] }),
            );
        }
    };
    let row = |rule: &RuleResult| {
        let mut row = json!(rule);
        if let Value::Object(fields) = &mut row {
            fields.insert("section".to_owned(), section(rule.rule).into());
        }
        row
    };
    let (hard, soft): (Vec<_>, Vec<_>) = report.failed.iter().partition(|rule| rule.hard);
    Ok(json!({
        "score": report.score.round(),
        "needed": needed,
        "passes": report.passes(f64::from(needed)),
        "problems": [],
        "hard": hard.into_iter().map(row).collect::<Vec<_>>(),
        "soft": soft.into_iter().map(row).collect::<Vec<_>>(),
        "warnings": report.warnings,
    }))
}

/// The part of the form in which a rule's fault is mended.
fn section(rule: RuleId) -> &'static str {
    match rule {
        RuleId::Jd01 | RuleId::Jd02 | RuleId::Jd03 => "s-job",
        RuleId::Jd04 | RuleId::Jd05 | RuleId::X04 => "s-time",
        RuleId::Jd06 | RuleId::Jd07 | RuleId::Jd08 | RuleId::Jd20 | RuleId::X02 | RuleId::X03 => "s-duties",
        RuleId::Jd09 | RuleId::Jd10 => "s-must",
        RuleId::Jd11 | RuleId::Jd12 | RuleId::Jd13 | RuleId::Jd21 | RuleId::X06 => "s-standards",
        RuleId::Jd14 | RuleId::Jd15 | RuleId::Jd16 | RuleId::Jd22 => "s-plan",
        RuleId::Jd17 | RuleId::Jd18 | RuleId::Jd19 => "s-terms",
        RuleId::Jd23 | RuleId::Jd24 | RuleId::Jd25 | RuleId::X01 | RuleId::X05 => "s-text",
    }
}

/// Says how clear what is typed is: beside the form while somebody types, or on the page without a script.
pub(super) async fn check(
    app: Data<App>,
    visit: Visit,
    id: Path<JobId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let id = *id;
    if !visit.wants_fragment() {
        return editor(&app, &visit, id, (Some(typed(&form)), None)).await;
    }
    let ctx = app.ctx(&visit);
    let description = typed(&form).get("description").cloned().unwrap_or_default();
    let clarity = app
        .db
        .read(move |conn| {
            let job = jobs::visible(conn, &ctx, id)?;
            match report(conn, &ctx, id, &description) {
                Ok(found) => judged(conn, &job, Judged::Report(&found)),
                Err(faults) => judged(conn, &job, Judged::Unreadable(&faults)),
            }
        })
        .await?;
    visit.fragment("jobs/pages/clarity", &json!({ "clarity": clarity }))
}

/// The form's body, in which everything may have been left empty.
fn typed(form: &Form) -> Value {
    let mut body = form.body().clone();
    if let Value::Object(fields) = &mut body {
        let empty = || Value::Object(Map::new());
        fields.entry("description").or_insert_with(empty);
    }
    body
}

/// Stores a new version, or shows the form again with what was typed.
pub(super) async fn save(
    app: Data<App>,
    visit: Visit,
    id: Path<JobId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, seen, body, id) = (
        app.ctx(&visit),
        form.if_match(),
        form.valid::<AddDescription>(),
        *id,
    );
    let saved = app
        .db
        .write(move |conn| {
            flow::jobs::describe(conn, &ctx, id, &seen, || body.get().map(NewDescription::from))
        })
        .await;
    match saved {
        Ok(_) => Ok(visit.go(&format!("/jobs/{id}/description"), "job-description-saved")),
        Err(fault) => editor(&app, &visit, id, (Some(typed(&form)), Some(fault.into()))).await,
    }
}
