//! Training modules: what they say, copies of the company's own, and which are left out of plans.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde::Deserialize;
use serde_json::{Value, json};
use validator::Validate;

use super::{
    change::{Change, Desk, Sheet},
    words::{code, lines, other, other_lines, other_number, required},
};
use crate::{
    app::App,
    content::{AddedModule, Disabled, ModuleChanges, ModuleEdit, Pack, PackOverlay, model::Module},
    fault::Fault,
    kernel::{codes::ModuleCode, text::multi_line},
    people::Visit,
    web::{ApiResult, Form},
};

const EDIT: &str = "company/pages/content/module_edit";

#[derive(Debug, Clone, Default, Deserialize, Validate)]
#[serde(deny_unknown_fields, default)]
struct Typed {
    /// Of a copy only.
    code: Option<String>,
    title: String,
    goals: Vec<String>,
    steps: Vec<String>,
    evidence: String,
    day_offset_due: Option<u16>,
    trainer_role: String,
    min_hours: Option<u16>,
    reason: String,
}

#[derive(Debug, Clone, Default, Deserialize, Validate)]
#[serde(deny_unknown_fields, default)]
struct Why {
    reason: String,
}

impl Typed {
    fn complete(&self, visit: &Visit) -> Result<(), Fault> {
        let fields = [
            ("/title", self.title.trim().is_empty()),
            ("/goals", self.goals.is_empty()),
            ("/steps", self.steps.is_empty()),
            ("/evidence", self.evidence.trim().is_empty()),
            ("/day_offset_due", self.day_offset_due.is_none()),
            ("/trainer_role", self.trainer_role.trim().is_empty()),
            ("/min_hours", self.min_hours.is_none()),
        ];
        required(visit, fields)
    }

    /// What differs from the module as it is without its changes.
    fn changes(&self, now: &Module, base: &Module, kept: ModuleChanges) -> ModuleChanges {
        ModuleChanges {
            title: other(&self.title, &now.title, &base.title, kept.title),
            goals: other_lines(&self.goals, &now.goals, &base.goals, kept.goals),
            steps: other_lines(&self.steps, &now.steps, &base.steps, kept.steps),
            evidence: other(&self.evidence, &now.evidence, &base.evidence, kept.evidence),
            day_offset_due: other_number(
                self.day_offset_due,
                now.day_offset_due,
                base.day_offset_due,
                kept.day_offset_due,
            ),
            trainer_role: other(
                &self.trainer_role,
                &now.trainer_role,
                &base.trainer_role,
                kept.trainer_role,
            ),
            min_hours: other_number(self.min_hours, now.min_hours, base.min_hours, kept.min_hours),
        }
    }
}

fn found<'a>(pack: &'a Pack, code: &ModuleCode) -> Result<&'a Module, Fault> {
    pack.module(code).ok_or(Fault::NotFound("module"))
}

fn body(one: &Module) -> Value {
    json!({
        "title": one.title,
        "goals": lines(&one.goals),
        "steps": lines(&one.steps),
        "evidence": one.evidence,
        "day_offset_due": one.day_offset_due,
        "trainer_role": one.trainer_role,
        "min_hours": one.min_hours,
    })
}

/// From a place among the changes to the field of a form of a module.
fn field(place: &str) -> Option<String> {
    let below = place
        .strip_prefix("/module_edits/")
        .or_else(|| place.strip_prefix("/added_modules/"))?;
    let (_, field) = below.split_once('/')?;
    Some(format!("/{}", field.strip_prefix("changes/").unwrap_or(field)))
}

fn sheet(visit: &Visit, one: &Module, copy: bool) -> Sheet {
    let does = if copy {
        "content-module-copy"
    } else {
        "content-edit"
    };
    let heading = format!("{} · {}", one.code, visit.say(does));
    Sheet {
        template: EDIT,
        title: heading.clone(),
        data: json!({ "module": one, "copy": copy, "heading": heading }),
    }
}

pub(super) async fn ask(app: Data<App>, visit: Visit, code: Path<ModuleCode>) -> ApiResult<HttpResponse> {
    let desk = Desk::open(&app, &visit, None).await?;
    let one = found(&desk.pack, &code)?;
    desk.fresh(&visit, sheet(&visit, one, false), body(one))
}

pub(super) async fn change(
    app: Data<App>,
    visit: Visit,
    code: Path<ModuleCode>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let desk = Desk::open(&app, &visit, Some(&form)).await?;
    let one = found(&desk.pack, &code)?;
    let typed = form.valid::<Typed>();
    let overlay = typed.get().and_then(|typed| {
        typed.complete(&visit)?;
        let mut overlay = desk.overlay();
        edit(&mut overlay, &app.content, one, typed)?;
        Ok(overlay)
    });
    let change = Change {
        overlay,
        reason: typed.get().map(|typed| typed.reason.clone()).unwrap_or_default(),
        field,
        then: format!("/content/modules/{code}"),
        stands: Some(Box::new(move |pack| pack.module(&code).map(body))),
    };
    desk.answer(&app, &visit, &form, (sheet(&visit, one, false), change))
        .await
}

fn edit(overlay: &mut PackOverlay, shipped: &Pack, now: &Module, typed: &Typed) -> Result<(), Fault> {
    let own = overlay
        .added_modules
        .iter()
        .position(|added| added.code == now.code);
    if let Some(at) = own {
        let original = overlay.added_modules.get(at).map(|added| added.clone_of.clone());
        let original = original.and_then(|code| shipped.module_to_copy(overlay, &code));
        let base = original.ok_or(Fault::NotFound("module"))?;
        if let Some(added) = overlay.added_modules.get_mut(at) {
            added.changes = typed.changes(now, &base, added.changes.clone());
        }
        return Ok(());
    }
    let base = found(shipped, &now.code)?;
    let edits = overlay.module_edits.iter().filter(|edit| edit.code == now.code);
    let kept = edits.fold(ModuleChanges::default(), |before, edit| {
        both(before, edit.changes.clone())
    });
    let changes = typed.changes(now, base, kept);
    overlay.module_edits.retain(|edit| edit.code != now.code);
    if !changes.is_empty() {
        overlay.module_edits.push(ModuleEdit {
            code: now.code.clone(),
            changes,
        });
    }
    Ok(())
}

/// Changes and later ones as one.
fn both(before: ModuleChanges, after: ModuleChanges) -> ModuleChanges {
    ModuleChanges {
        title: after.title.or(before.title),
        goals: after.goals.or(before.goals),
        steps: after.steps.or(before.steps),
        evidence: after.evidence.or(before.evidence),
        day_offset_due: after.day_offset_due.or(before.day_offset_due),
        trainer_role: after.trainer_role.or(before.trainer_role),
        min_hours: after.min_hours.or(before.min_hours),
    }
}

/// The shipped module that copies of this one are made from: itself, or what it is a copy of.
fn original<'a>(shipped: &'a Pack, one: &Module) -> Result<&'a Module, Fault> {
    found(shipped, one.replaces.as_ref().unwrap_or(&one.code))
}

pub(super) async fn ask_copy(
    app: Data<App>,
    visit: Visit,
    code: Path<ModuleCode>,
) -> ApiResult<HttpResponse> {
    let desk = Desk::open(&app, &visit, None).await?;
    let one = found(&desk.pack, &code)?;
    desk.fresh(&visit, sheet(&visit, one, true), body(one))
}

pub(super) async fn copy(
    app: Data<App>,
    visit: Visit,
    code: Path<ModuleCode>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let desk = Desk::open(&app, &visit, Some(&form)).await?;
    let one = found(&desk.pack, &code)?;
    let typed = form.valid::<Typed>();
    let added = typed
        .get()
        .and_then(|typed| copied(&visit, &app.content, (&desk, one), typed));
    let then = added
        .as_ref()
        .map(|added| format!("/content/modules/{}", added.code));
    let then = then.unwrap_or_default();
    let change = Change {
        overlay: added.map(|added| {
            let mut overlay = desk.overlay();
            overlay.added_modules.push(added);
            overlay
        }),
        reason: typed.get().map(|typed| typed.reason.clone()).unwrap_or_default(),
        field,
        stands: None,
        then,
    };
    desk.answer(&app, &visit, &form, (sheet(&visit, one, true), change))
        .await
}

fn copied(
    visit: &Visit,
    shipped: &Pack,
    (desk, one): (&Desk, &Module),
    typed: &Typed,
) -> Result<AddedModule, Fault> {
    let own = typed.code.as_deref().unwrap_or_default();
    required(visit, [("/code", own.trim().is_empty())])?;
    typed.complete(visit)?;
    let of = original(shipped, one)?;
    let base = shipped
        .module_to_copy(&desk.overlay(), &of.code)
        .unwrap_or_else(|| of.clone());
    Ok(AddedModule {
        code: code(visit, own, |text| ModuleCode::new(text).ok())?,
        clone_of: of.code.clone(),
        changes: typed.changes(&base, &base, ModuleChanges::default()),
    })
}

/// What becomes of a module: a shipped one is left out or taken in again, a company's own one goes.
#[derive(Clone, Copy)]
enum Fate {
    LeftOut,
    TakenIn,
    Gone,
}

impl Fate {
    fn of(one: &Module) -> Self {
        match (&one.replaces, one.is_active()) {
            (_, false) => Self::TakenIn,
            (Some(_), true) => Self::Gone,
            (None, true) => Self::LeftOut,
        }
    }

    fn befalls(self, overlay: &mut PackOverlay, code: &ModuleCode, reason: &str) {
        match self {
            Self::LeftOut => overlay.disabled.push(Disabled {
                code: code.clone(),
                reason: multi_line(reason),
            }),
            Self::TakenIn => overlay.disabled.retain(|disabled| disabled.code != *code),
            Self::Gone => overlay.added_modules.retain(|added| added.code != *code),
        }
    }

    fn sheet(self, visit: &Visit, one: &Module) -> Sheet {
        let (does, why) = match self {
            Self::LeftOut => ("content-retire", "content-module-leave-out-why"),
            Self::TakenIn => ("content-take-in", "content-module-take-in-why"),
            Self::Gone => ("content-retire", "content-module-gone-why"),
        };
        let heading = format!("{} · {}", one.code, visit.say(does));
        Sheet {
            template: "company/pages/content/confirm",
            title: heading.clone(),
            data: json!({
                "heading": heading,
                "about": one.title,
                "why": visit.say(why),
                "back": format!("/content/modules/{}", one.code),
                "act": format!("/content/modules/{}/retirement", one.code),
            }),
        }
    }
}

pub(super) async fn ask_retire(
    app: Data<App>,
    visit: Visit,
    code: Path<ModuleCode>,
) -> ApiResult<HttpResponse> {
    let desk = Desk::open(&app, &visit, None).await?;
    let one = found(&desk.pack, &code)?;
    desk.fresh(&visit, Fate::of(one).sheet(&visit, one), json!({}))
}

pub(super) async fn retire(
    app: Data<App>,
    visit: Visit,
    code: Path<ModuleCode>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let desk = Desk::open(&app, &visit, Some(&form)).await?;
    let one = found(&desk.pack, &code)?;
    let fate = Fate::of(one);
    let typed = form.valid::<Why>();
    let overlay = typed.get().map(|typed| {
        let mut overlay = desk.overlay();
        fate.befalls(&mut overlay, &one.code, &typed.reason);
        overlay
    });
    let then = match fate {
        Fate::Gone => "/content?part=modules".to_owned(),
        Fate::LeftOut | Fate::TakenIn => format!("/content/modules/{code}"),
    };
    let change = Change {
        overlay,
        reason: typed.get().map(|typed| typed.reason.clone()).unwrap_or_default(),
        field: |place| place.ends_with("/reason").then(|| "/reason".to_owned()),
        stands: None,
        then,
    };
    desk.answer(&app, &visit, &form, (fate.sheet(&visit, one), change))
        .await
}
