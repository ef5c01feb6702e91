//! Questions: the words of shipped ones, and the company's own, which come and go.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde::Deserialize;
use serde_json::{Value, json};
use validator::Validate;

use super::{
    change::{Change, Desk, Sheet},
    competency::{known, put},
    words::{code, lines, other, required},
};
use crate::{
    app::App,
    content::{
        AddedQuestion, Pack, PackOverlay,
        model::{Competency, Question, QuestionType},
    },
    fault::Fault,
    kernel::{
        codes::{CompetencyCode, QuestionCode},
        text::multi_line,
        text_enum::TextEnum,
    },
    people::Visit,
    web::{ApiResult, Form, Query},
};

const EDIT: &str = "company/pages/content/question_edit";

#[derive(Debug, Clone, Default, Deserialize, Validate)]
#[serde(deny_unknown_fields, default)]
struct Typed {
    text: String,
    probes: Vec<String>,
    reason: String,
}

#[derive(Debug, Clone, Default, Deserialize, Validate)]
#[serde(deny_unknown_fields, default)]
struct New {
    code: String,
    competency: Option<CompetencyCode>,
    #[serde(rename = "type")]
    asks: Option<QuestionType>,
    text: String,
    probes: Vec<String>,
    reason: String,
}

#[derive(Debug, Clone, Default, Deserialize, Validate)]
#[serde(deny_unknown_fields, default)]
struct Why {
    reason: String,
}

/// What a new question asks about, when somebody comes from there.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct About {
    competency: Option<String>,
}

fn found<'a>(pack: &'a Pack, code: &QuestionCode) -> Result<(&'a Competency, &'a Question), Fault> {
    pack.question(code).ok_or(Fault::NotFound("question"))
}

/// Whether the company added it.
pub(super) fn is_own(overlay: &PackOverlay, code: &QuestionCode) -> bool {
    overlay.added_questions.iter().any(|added| added.code == *code)
}

/// From a place among the changes to the field of a form of a question.
fn field(place: &str) -> Option<String> {
    if place.starts_with("/competency_edits/") {
        return Some("/text".to_owned());
    }
    let (_, field) = place.strip_prefix("/added_questions/")?.split_once('/')?;
    Some(format!("/{field}"))
}

fn sheet(visit: &Visit, (about, one): (&Competency, &Question), own: bool) -> Sheet {
    Sheet {
        template: EDIT,
        title: format!("{} · {}", one.code, visit.say("content-edit")),
        data: json!({ "question": one, "competency": { "code": about.code, "name": about.name }, "own": own, "new": false }),
    }
}

/// The form as it stands.
fn body(one: &Question) -> Value {
    json!({ "text": one.text, "probes": lines(&one.probes) })
}

pub(super) async fn ask(app: Data<App>, visit: Visit, code: Path<QuestionCode>) -> ApiResult<HttpResponse> {
    let desk = Desk::open(&app, &visit, None).await?;
    let one = found(&desk.pack, &code)?;
    let own = is_own(&desk.overlay(), &code);
    desk.fresh(&visit, sheet(&visit, one, own), body(one.1))
}

pub(super) async fn change(
    app: Data<App>,
    visit: Visit,
    code: Path<QuestionCode>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let desk = Desk::open(&app, &visit, Some(&form)).await?;
    let (about, one) = found(&desk.pack, &code)?;
    let own = is_own(&desk.overlay(), &code);
    let typed = form.valid::<Typed>();
    let overlay = typed.get().and_then(|typed| {
        required(&visit, [("/text", typed.text.trim().is_empty())])?;
        let mut overlay = desk.overlay();
        match overlay
            .added_questions
            .iter_mut()
            .find(|added| added.code == one.code)
        {
            Some(added) => {
                added.text = multi_line(&typed.text);
                added.probes = lines(&typed.probes);
            }
            None => reword(&mut overlay, &app.content, (about, one), &typed.text)?,
        }
        Ok(overlay)
    });
    let change = Change {
        overlay,
        reason: typed.get().map(|typed| typed.reason.clone()).unwrap_or_default(),
        field,
        then: format!("/content/questions/{code}"),
        stands: Some(Box::new(move |pack| {
            pack.question(&code).map(|(_, one)| body(one))
        })),
    };
    desk.answer(&app, &visit, &form, (sheet(&visit, (about, one), own), change))
        .await
}

/// Other words for a shipped question.
fn reword(
    overlay: &mut PackOverlay,
    shipped: &Pack,
    (about, one): (&Competency, &Question),
    text: &str,
) -> Result<(), Fault> {
    let (_, original) = found(shipped, &one.code)?;
    let mut edit = known(overlay, &about.code);
    let kept = edit
        .question_texts
        .iter()
        .rev()
        .find(|(code, _)| *code == one.code);
    let kept = kept.map(|(_, text)| text.clone());
    edit.question_texts.retain(|(code, _)| *code != one.code);
    let worded = other(text, &one.text, &original.text, kept);
    edit.question_texts
        .extend(worded.map(|text| (one.code.clone(), text)));
    put(overlay, edit);
    Ok(())
}

fn new_sheet(visit: &Visit, pack: &Pack) -> Sheet {
    let competencies = pack.competencies().iter();
    let competencies =
        competencies.map(|one| json!({ "value": one.code, "label": format!("{} {}", one.code, one.name) }));
    let types = QuestionType::ALL.iter();
    let types =
        types.map(|word| json!({ "value": word, "label": visit.say(&format!("content-asks-{word}")) }));
    Sheet {
        template: EDIT,
        title: visit.say("content-question-new"),
        data: json!({
            "new": true,
            "own": true,
            "competencies": competencies.collect::<Vec<_>>(),
            "types": types.collect::<Vec<_>>(),
        }),
    }
}

pub(super) async fn ask_new(app: Data<App>, visit: Visit, about: Query<About>) -> ApiResult<HttpResponse> {
    let desk = Desk::open(&app, &visit, None).await?;
    let body = json!({ "competency": about.0.competency });
    desk.fresh(&visit, new_sheet(&visit, &desk.pack), body)
}

pub(super) async fn add(app: Data<App>, visit: Visit, form: Form) -> ApiResult<HttpResponse> {
    let desk = Desk::open(&app, &visit, Some(&form)).await?;
    let typed = form.valid::<New>();
    let added = typed.get().and_then(|typed| added(&visit, typed));
    let then = added
        .as_ref()
        .map(|added| format!("/content/questions/{}", added.code));
    let then = then.unwrap_or_default();
    let change = Change {
        overlay: added.map(|added| {
            let mut overlay = desk.overlay();
            overlay.added_questions.push(added);
            overlay
        }),
        reason: typed.get().map(|typed| typed.reason.clone()).unwrap_or_default(),
        field,
        stands: None,
        then,
    };
    desk.answer(&app, &visit, &form, (new_sheet(&visit, &desk.pack), change))
        .await
}

fn added(visit: &Visit, typed: &New) -> Result<AddedQuestion, Fault> {
    let empty = [
        ("/code", typed.code.trim().is_empty()),
        ("/competency", typed.competency.is_none()),
        ("/type", typed.asks.is_none()),
        ("/text", typed.text.trim().is_empty()),
    ];
    required(visit, empty)?;
    let missing = || Fault::internal("a field that was there");
    Ok(AddedQuestion {
        code: code(visit, &typed.code, |text| QuestionCode::new(text).ok())?,
        competency: typed.competency.clone().ok_or_else(missing)?,
        asks: typed.asks.ok_or_else(missing)?,
        text: multi_line(&typed.text),
        probes: lines(&typed.probes),
    })
}

fn retirement(visit: &Visit, one: &Question) -> Sheet {
    Sheet {
        template: "company/pages/content/confirm",
        title: format!("{} · {}", one.code, visit.say("content-retire")),
        data: json!({
            "heading": format!("{} · {}", one.code, visit.say("content-retire")),
            "about": one.text,
            "why": visit.say("content-question-retire-why"),
            "back": format!("/content/questions/{}", one.code),
            "act": format!("/content/questions/{}/retirement", one.code),
        }),
    }
}

/// Shipped questions stay: the law of the content names them.
fn own_only(visit: &Visit, overlay: &PackOverlay, code: &QuestionCode) -> Result<(), Fault> {
    if is_own(overlay, code) {
        return Ok(());
    }
    Err(Fault::Conflict {
        code: "shipped",
        detail: visit.say("content-question-shipped"),
    })
}

pub(super) async fn ask_retire(
    app: Data<App>,
    visit: Visit,
    code: Path<QuestionCode>,
) -> ApiResult<HttpResponse> {
    let desk = Desk::open(&app, &visit, None).await?;
    let (_, one) = found(&desk.pack, &code)?;
    own_only(&visit, &desk.overlay(), &code)?;
    desk.fresh(
        &visit,
        retirement(&visit, one),
        Value::Object(serde_json::Map::new()),
    )
}

pub(super) async fn retire(
    app: Data<App>,
    visit: Visit,
    code: Path<QuestionCode>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let desk = Desk::open(&app, &visit, Some(&form)).await?;
    let (about, one) = found(&desk.pack, &code)?;
    own_only(&visit, &desk.overlay(), &code)?;
    let typed = form.valid::<Why>();
    let overlay = typed.get().map(|_| {
        let mut overlay = desk.overlay();
        overlay.added_questions.retain(|added| added.code != one.code);
        overlay
    });
    let change = Change {
        overlay,
        reason: typed.get().map(|typed| typed.reason.clone()).unwrap_or_default(),
        field: |_| None,
        stands: None,
        then: format!("/content/competencies/{}", about.code),
    };
    desk.answer(&app, &visit, &form, (retirement(&visit, one), change))
        .await
}
