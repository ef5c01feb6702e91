//! How a change is weighed and saved, whichever form it came from.

use std::sync::Arc;

use actix_web::HttpResponse;
use serde_json::{Value, json};

use super::super::super::{
    model::ContentVersion,
    service::{self, NewContent},
};
use super::words::merged;
use crate::{
    app::App,
    applications,
    content::{ContentFault, Difference, Pack, PackOverlay},
    fault::{Fault, FieldFault},
    onboarding,
    people::{self, Visit},
    web::{ApiResult, Form, Problem, word_diff},
};

/// The version in force, as whoever changes it needs it.
pub(super) struct Desk {
    /// The newest version.
    pub(super) row: ContentVersion,
    /// It, whole.
    pub(super) pack: Arc<Pack>,
    /// What the form was made from, when somebody else has changed it since.
    theirs: Option<Theirs>,
    /// Applications and plans under way, each with its version and their number.
    pinned: [Vec<(i64, i64)>; 2],
}

/// What somebody else saved meanwhile.
struct Theirs {
    before: Arc<Pack>,
    author: Option<String>,
}

/// Reads a form's fields from a content.
type Stands = Box<dyn Fn(&Pack) -> Option<Value> + Send>;

/// What a form asks for.
pub(super) struct Change {
    /// The company's changes as they would be, or what is wrong with the form.
    pub(super) overlay: Result<PackOverlay, Fault>,
    /// Why.
    pub(super) reason: String,
    /// From a place among the changes to the field of the form.
    pub(super) field: fn(&str) -> Option<String>,
    /// The form as it stands with a content, when it shows one.
    pub(super) stands: Option<Stands>,
    /// Where to go when it is saved.
    pub(super) then: String,
}

/// The page of a form.
pub(super) struct Sheet {
    pub(super) template: &'static str,
    pub(super) title: String,
    /// What the page needs beside what is common to all.
    pub(super) data: Value,
}

impl Desk {
    /// For somebody who may change the content.
    pub(super) async fn open(app: &App, visit: &Visit, form: Option<&Form>) -> Result<Self, Problem> {
        let ctx = app.ctx(visit);
        let from = form.and_then(|form| form.control("version")?.parse::<i64>().ok());
        let desk = app
            .db
            .read(move |conn| {
                service::may_change_content(&ctx)?;
                let (version, pack) = service::current_pack(conn)?;
                let row = service::content_version(conn, version)?;
                let theirs = match from.filter(|from| (1..version).contains(from)) {
                    Some(from) => Some(Theirs {
                        before: service::pack(conn, from)?,
                        author: author(conn, &row)?,
                    }),
                    None => None,
                };
                let pinned = [applications::by_content(conn)?, onboarding::by_content(conn)?];
                Ok::<_, Fault>(Self {
                    row,
                    pack,
                    theirs,
                    pinned,
                })
            })
            .await?;
        Ok(desk)
    }

    /// The company's changes in force.
    pub(super) fn overlay(&self) -> PackOverlay {
        self.row.overlay.0.clone()
    }

    /// Whom a change leaves alone, as the page says it.
    fn concerns(&self) -> Value {
        let [applications, plans] = &self.pinned;
        let mut versions: Vec<i64> = applications
            .iter()
            .chain(plans)
            .map(|(version, _)| *version)
            .collect();
        versions.sort_unstable();
        versions.dedup();
        let of = |pinned: &[(i64, i64)], version: i64| {
            pinned
                .iter()
                .find(|(known, _)| *known == version)
                .map_or(0, |(_, n)| *n)
        };
        let rows = versions.iter().rev().map(|version| {
            json!({ "version": version, "applications": of(applications, *version), "plans": of(plans, *version) })
        });
        rows.collect()
    }

    /// The page with what was typed, if anything.
    pub(super) fn fresh(&self, visit: &Visit, sheet: Sheet, body: Value) -> ApiResult<HttpResponse> {
        let Sheet {
            template,
            title,
            data,
        } = sheet;
        visit.page_of(template, &title, &self.data(data, body, Value::Null, Value::Null))
    }

    fn data(&self, mut data: Value, body: Value, weighed: Value, theirs: Value) -> Value {
        if let Value::Object(fields) = &mut data {
            fields.insert("version".to_owned(), self.row.version.into());
            fields.insert("next".to_owned(), self.row.version.saturating_add(1).into());
            fields.insert("body".to_owned(), body);
            fields.insert("weighed".to_owned(), weighed);
            fields.insert("theirs".to_owned(), theirs);
        }
        data
    }

    /// What was typed, over what somebody else has saved meanwhile.
    fn with_theirs(&self, form: &Form, change: &Change) -> Value {
        let stands = |pack: &Pack| change.stands.as_ref()?(pack);
        let before = self.theirs.as_ref().and_then(|theirs| stands(&theirs.before));
        match before.zip(stands(&self.pack)) {
            Some((before, now)) => merged(form.body(), &before, &now),
            None => form.body().clone(),
        }
    }

    fn again(
        &self,
        visit: &Visit,
        sheet: Sheet,
        body: Value,
        (weighed, fault): (Value, Fault),
    ) -> ApiResult<HttpResponse> {
        let theirs = match (&fault, &self.theirs) {
            (Fault::Stale, Some(theirs)) => json!({
                "author": theirs.author,
                "reason": self.row.reason,
                "version": self.row.version,
                "differences": shown(visit, &theirs.before.differences(&self.pack).map_err(Fault::internal)?),
            }),
            _ => Value::Null,
        };
        let Sheet {
            template,
            title,
            data,
        } = sheet;
        let data = self.data(data, body, weighed, theirs);
        visit.again(template, &title, &data, fault.into())
    }

    /// Shows what a change would do; saves it when exactly that was looked at before.
    pub(super) async fn answer(
        &self,
        app: &App,
        visit: &Visit,
        form: &Form,
        (sheet, change): (Sheet, Change),
    ) -> ApiResult<HttpResponse> {
        let if_match = form.if_match();
        let weighed = if_match
            .require(self.row.version)
            .and_then(|()| self.weigh(app, visit, &change));
        let (overlay, sha256, weighed) = match weighed {
            Ok(weighed) => weighed,
            Err(fault) => {
                let body = match fault {
                    Fault::Stale => self.with_theirs(form, &change),
                    _ => form.body().clone(),
                };
                return self.again(visit, sheet, body, (Value::Null, fault));
            }
        };
        let looked_at = form.control("seen") == Some(sha256.as_str());
        if form.control("step") != Some("save") || !looked_at {
            let Sheet {
                template,
                title,
                data,
            } = sheet;
            let data = self.data(data, form.body().clone(), weighed, Value::Null);
            return visit.page_of(template, &title, &data);
        }
        let (ctx, shipped) = (app.ctx(visit), app.content.clone());
        let Change { reason, then, .. } = change;
        let saved = app
            .db
            .write(move |conn| {
                service::add_content_version(conn, &ctx, &shipped, &if_match, || {
                    Ok(NewContent {
                        overlay: Some(overlay.clone()),
                        reason: reason.clone(),
                    })
                })
            })
            .await;
        match saved {
            Ok(_) => Ok(visit.go(&then, "content-saved")),
            Err(fault) => self.again(visit, sheet, form.body().clone(), (weighed, fault)),
        }
    }

    fn weigh(
        &self,
        app: &App,
        visit: &Visit,
        change: &Change,
    ) -> Result<(PackOverlay, String, Value), Fault> {
        let overlay = match &change.overlay {
            Ok(overlay) => overlay.clone(),
            Err(Fault::Invalid(faults)) => return Err(Fault::Invalid(faults.clone())),
            Err(fault) => return Err(Fault::internal(fault)),
        };
        let next = self.row.version.saturating_add(1);
        let pack = service::proposed(&app.content, &overlay, next)
            .map_err(|faults| told(visit, &overlay, faults, change.field))?;
        let differences = self.pack.differences(&pack).map_err(Fault::internal)?;
        if differences.is_empty() {
            return Err(Fault::field(
                "",
                "unchanged",
                visit.say("content-fault-unchanged"),
            ));
        }
        let weighed = json!({
            "seen": pack.sha256(),
            "differences": shown(visit, &differences),
            "concerns": self.concerns(),
            // With another release comes other content, and every change is laid over that.
            "release": self.row.shipped_sha256 != app.content.sha256(),
        });
        Ok((overlay, pack.sha256().to_owned(), weighed))
    }
}

/// Every fault of the content, at the field of the form it comes from.
fn told(
    visit: &Visit,
    overlay: &PackOverlay,
    faults: Vec<ContentFault>,
    field: fn(&str) -> Option<String>,
) -> Fault {
    let told = faults.into_iter().map(|fault| {
        let place = overlay.place_of(&fault);
        let pointer = place.as_deref().and_then(field).unwrap_or_default();
        let words = visit.say(&format!("content-rule-{}", fault.rule));
        let place = place.map(|place| format!(" [{place}]")).unwrap_or_default();
        let detail = format!("{}: {words} ({}){place}", fault.subject, fault.detail);
        FieldFault::new(pointer, fault.rule.to_string(), detail)
    });
    Fault::Invalid(told.collect())
}

/// Who made a version.
pub(super) fn author(conn: &mut crate::db::Conn, row: &ContentVersion) -> Result<Option<String>, Fault> {
    let user = row
        .created_by
        .map(|id| people::find_user(conn, id))
        .transpose()?
        .flatten();
    Ok(user.map(|user| user.name))
}

/// Differences as a page shows them: what it is about, and the words that went and came.
pub(super) fn shown(visit: &Visit, differences: &[Difference]) -> Vec<Value> {
    let name = |step: &String| {
        let key = format!("content-field-{}", step.replace('_', "-"));
        let known = visit.view().find(visit.lang(), &key);
        known.unwrap_or_else(|| step.replace('_', " "))
    };
    let rows = differences.iter().map(|one| {
        let field: Vec<String> = one.field.iter().map(name).collect();
        json!({
            "subject": one.subject,
            "field": field.join(" · "),
            "parts": word_diff(&one.old, &one.new),
        })
    });
    rows.collect()
}
