//! What a referee has typed so far. It is kept after each part of the form, on any device the link is opened on.

use serde_json::{Map, Value};

use crate::{
    db::Conn,
    fault::Fault,
    flow::{case, references::FormView},
    kernel::{
        ctx::{Actor, Ctx},
        time::Timestamp,
    },
    people,
    pipeline::state::ReferenceState,
    references::{self, model::Referee},
};

/// The most that is kept, in bytes: far more than the longest honest answers.
const MOST_BYTES: usize = 64 * 1024;

/// The form with what was typed so far.
#[derive(Debug, Clone)]
pub struct Questionnaire {
    /// The form.
    pub view: FormView,
    /// Where the reference stands.
    pub state: ReferenceState,
    /// Until when the link takes answers.
    pub until: Option<Timestamp>,
    /// What was typed so far, in the shape of the answers.
    pub typed: Value,
    /// When it was saved last.
    pub saved: Option<Timestamp>,
    /// Whether this referee has named a further person.
    pub referred: bool,
}

/// What was typed in one part of the form.
#[derive(Debug, Clone)]
pub struct Part {
    /// The places of its questions in the answers, e.g. `items.R01`. What is left empty there is forgotten.
    pub places: Vec<String>,
    /// What was typed, in the shape of the answers. Only what stands at these places is kept.
    pub typed: Value,
}

impl Part {
    /// Puts the part into what the other parts hold.
    pub fn into_body(&self, body: &mut Value) {
        if !body.is_object() {
            *body = Value::Object(Map::new());
        }
        for place in &self.places {
            let typed = self.typed.pointer(&format!("/{}", place.replace('.', "/")));
            put(body, place, typed.cloned());
        }
    }
}

/// Puts a value at a place of a body, or takes what is there away.
fn put(body: &mut Value, place: &str, value: Option<Value>) {
    let Value::Object(fields) = body else { return };
    match (place.split_once('.'), value) {
        (Some((first, rest)), value) => {
            let inner = fields.entry(first).or_insert_with(|| Value::Object(Map::new()));
            put(inner, rest, value);
        }
        (None, Some(value)) => drop(fields.insert(place.to_owned(), value)),
        (None, None) => drop(fields.remove(place)),
    }
}

fn referee(conn: &mut Conn, ctx: &Ctx) -> Result<Referee, Fault> {
    match ctx.actor {
        Actor::Referee { referee, .. } => references::find(conn, referee),
        _ => Err(Fault::NotFound("reference")),
    }
}

/// The form of the referee who acts, with what was typed so far.
///
/// # Errors
/// [`Fault::NotFound`] for everybody but a referee.
pub fn questionnaire(conn: &mut Conn, ctx: &Ctx) -> Result<Questionnaire, Fault> {
    let referee = referee(conn, ctx)?;
    let case = case::load(conn, ctx, referee.application_id)?;
    let draft = people::guest_draft(conn, referee.id.uuid())?;
    let others = references::list(conn, referee.application_id)?;
    Ok(Questionnaire {
        state: referee.state,
        until: referee.expires_at,
        saved: draft.as_ref().map(|draft| draft.saved_at),
        typed: draft.map_or_else(|| Value::Object(Map::new()), |draft| draft.body.0),
        referred: others.iter().any(|(other, _)| other.named_by == Some(referee.id)),
        view: FormView::of(referee, &case),
    })
}

/// Keeps what was typed in one part of the form, beside what the other parts hold.
///
/// # Errors
/// [`Fault::NotFound`] for everybody but a referee; [`Fault::AlreadySubmitted`] once the reference is closed;
/// too much text.
pub fn save_draft(conn: &mut Conn, ctx: &Ctx, part: &Part) -> Result<(), Fault> {
    let referee = referee(conn, ctx)?;
    if !matches!(referee.state, ReferenceState::Sent | ReferenceState::Opened) {
        return Err(Fault::AlreadySubmitted("This reference is closed.".to_owned()));
    }
    let stored = people::guest_draft(conn, referee.id.uuid())?;
    let seen = stored.as_ref().map_or(0, |draft| draft.version);
    let mut body = stored.map_or(Value::Null, |draft| draft.body.0);
    part.into_body(&mut body);
    if body.to_string().len() > MOST_BYTES {
        return Err(Fault::field("", "too_long", "Please keep your answers shorter."));
    }
    people::save_guest_draft(conn, ctx, referee.application_id, referee.id.uuid(), seen, body)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_part_that_is_saved_leaves_the_others_alone_and_forgets_what_was_emptied() {
        let mut body = json!({ "items": { "R01": 4, "R02": null }, "saw_work": "weekly" });
        let part = Part {
            places: vec!["items.R01".into(), "items.R03".into(), "found_hard".into()],
            typed: json!({ "items": { "R03": 5, "R02": 1 }, "take_again": "no" }),
        };
        part.into_body(&mut body);
        assert_eq!(
            body,
            json!({ "items": { "R02": null, "R03": 5 }, "saw_work": "weekly" })
        );
    }
}
