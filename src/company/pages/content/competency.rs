//! The words of a competency: its name, what it means, its five anchors and the notes for raters.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use validator::Validate;

use super::{
    change::{Change, Desk, Sheet},
    words::{lines, other, other_lines, required},
};
use crate::{
    app::App,
    content::{CompetencyEdit, PackOverlay, model::Competency},
    fault::Fault,
    kernel::{codes::CompetencyCode, text::multi_line},
    people::Visit,
    web::{ApiResult, Form},
};

#[derive(Debug, Clone, Default, Deserialize, Validate)]
#[serde(deny_unknown_fields, default)]
struct Typed {
    name: String,
    definition: String,
    anchors: Anchors,
    notes: Vec<String>,
    reason: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Anchors {
    level1: String,
    level2: String,
    level3: String,
    level4: String,
    level5: String,
}

impl Anchors {
    fn all(&self) -> [(&'static str, &str); 5] {
        [
            ("/anchors/level1", &self.level1),
            ("/anchors/level2", &self.level2),
            ("/anchors/level3", &self.level3),
            ("/anchors/level4", &self.level4),
            ("/anchors/level5", &self.level5),
        ]
    }
}

fn sheet(visit: &Visit, one: &Competency) -> Sheet {
    Sheet {
        template: "company/pages/content/competency_edit",
        title: format!("{} · {}", one.code, visit.say("content-edit")),
        data: json!({ "competency": one }),
    }
}

/// The form as it stands.
fn body(one: &Competency) -> Value {
    let anchors = one.anchors.iter().enumerate();
    let anchors = anchors.map(|(n, text)| (format!("level{}", n.saturating_add(1)), json!(text)));
    json!({
        "name": one.name,
        "definition": one.definition,
        "anchors": anchors.collect::<Map<_, _>>(),
        "notes": lines(&one.notes),
    })
}

pub(super) async fn ask(app: Data<App>, visit: Visit, code: Path<CompetencyCode>) -> ApiResult<HttpResponse> {
    let desk = Desk::open(&app, &visit, None).await?;
    let one = desk.pack.competency(&code).ok_or(Fault::NotFound("competency"))?;
    desk.fresh(&visit, sheet(&visit, one), body(one))
}

pub(super) async fn change(
    app: Data<App>,
    visit: Visit,
    code: Path<CompetencyCode>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let desk = Desk::open(&app, &visit, Some(&form)).await?;
    let one = desk.pack.competency(&code).ok_or(Fault::NotFound("competency"))?;
    let shipped = app
        .content
        .competency(&code)
        .ok_or(Fault::NotFound("competency"))?;
    let typed = form.valid::<Typed>();
    let overlay = typed.get().and_then(|typed| {
        let mut fields = vec![("/name", &*typed.name), ("/definition", &*typed.definition)];
        fields.extend(typed.anchors.all());
        required(
            &visit,
            fields
                .into_iter()
                .map(|(place, text)| (place, text.trim().is_empty())),
        )?;
        Ok(laid(desk.overlay(), one, shipped, typed))
    });
    let change = Change {
        overlay,
        reason: typed.get().map(|typed| typed.reason.clone()).unwrap_or_default(),
        field: |place| {
            let (_, field) = place.strip_prefix("/competency_edits/")?.split_once('/')?;
            Some(match field {
                "anchors" => "/anchors/level1".to_owned(),
                field => format!("/{field}"),
            })
        },
        then: format!("/content/competencies/{code}"),
        stands: Some(Box::new(move |pack| pack.competency(&code).map(body))),
    };
    desk.answer(&app, &visit, &form, (sheet(&visit, one), change))
        .await
}

/// The changes with this competency's words.
fn laid(mut overlay: PackOverlay, now: &Competency, shipped: &Competency, typed: &Typed) -> PackOverlay {
    let known = known(&overlay, &now.code);
    let anchors: Vec<String> = typed
        .anchors
        .all()
        .iter()
        .map(|(_, text)| multi_line(text))
        .collect();
    let tidy = |anchors: &[String]| anchors.iter().map(|text| multi_line(text)).collect::<Vec<_>>();
    let anchors = if anchors == tidy(&now.anchors) {
        known.anchors
    } else {
        (anchors != tidy(&shipped.anchors)).then_some(anchors)
    };
    let edit = CompetencyEdit {
        code: known.code,
        name: other(&typed.name, &now.name, &shipped.name, known.name),
        definition: other(
            &typed.definition,
            &now.definition,
            &shipped.definition,
            known.definition,
        ),
        anchors,
        notes: other_lines(&typed.notes, &now.notes, &shipped.notes, known.notes),
        question_texts: known.question_texts,
    };
    put(&mut overlay, edit);
    overlay
}

/// Every change to a competency as one.
pub(super) fn known(overlay: &PackOverlay, code: &CompetencyCode) -> CompetencyEdit {
    let empty = CompetencyEdit {
        code: code.clone(),
        name: None,
        definition: None,
        anchors: None,
        notes: None,
        question_texts: Vec::new(),
    };
    let edits = overlay
        .competency_edits
        .iter()
        .filter(|edit| edit.code == *code)
        .cloned();
    edits.fold(empty, |before, edit| CompetencyEdit {
        code: edit.code,
        name: edit.name.or(before.name),
        definition: edit.definition.or(before.definition),
        anchors: edit.anchors.or(before.anchors),
        notes: edit.notes.or(before.notes),
        question_texts: [before.question_texts, edit.question_texts].concat(),
    })
}

/// Replaces the changes to a competency.
pub(super) fn put(overlay: &mut PackOverlay, edit: CompetencyEdit) {
    overlay.competency_edits.retain(|known| known.code != edit.code);
    let empty = edit.name.is_none()
        && edit.definition.is_none()
        && edit.anchors.is_none()
        && edit.notes.is_none()
        && edit.question_texts.is_empty();
    if !empty {
        overlay.competency_edits.push(edit);
    }
}
