//! Work samples.

use diesel::prelude::*;

use super::Seat;
use crate::{
    content::model::{Setting, Variant},
    interviews::schema,
    kernel::{
        codes::SourceCode,
        ids::{ApplicationId, ExerciseId, UserId},
        time::{Timestamp, minutes},
    },
    pipeline::state::ExerciseState,
};

crate::db::text_column!(ExerciseState, Variant, Setting);

/// An assigned work sample, without its assessors.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = schema::exercises)]
pub struct ExerciseRow {
    /// Identifies the work sample.
    pub id: ExerciseId,
    /// Grows with every change; the ETag.
    pub version: i64,
    /// Of which application.
    pub application_id: ApplicationId,
    /// `E1` to `E5`, `KT`.
    pub source: SourceCode,
    /// Its form.
    pub variant: Variant,
    /// The trade its material is set in.
    pub setting: Setting,
    /// Where it stands.
    pub state: ExerciseState,
    /// What assessors of written work see instead of a name.
    pub candidate_code: String,
    /// When it was assigned.
    pub assigned_at: Timestamp,
    /// Until when the candidate's link takes it.
    pub due_at: Timestamp,
    /// When it was handed in or performed.
    pub submitted_at: Option<Timestamp>,
    /// What was handed in, or notes of the performance.
    pub submission: Option<String>,
    /// When the candidate pressed "Begin" and saw the material.
    pub started_at: Option<Timestamp>,
    /// Minutes HR gave on request beside the usual ones (dossier 4.0).
    pub extra_minutes: i64,
}

impl ExerciseRow {
    /// Until when somebody works on it who has begun, where `usual` minutes are the exercise's.
    pub fn deadline(&self, usual: u16) -> Option<Timestamp> {
        let allowed = i64::from(usual) + self.extra_minutes;
        self.started_at.map(|started| started + minutes(allowed))
    }
    /// The whole minutes by which `at` lies after the deadline; nothing when it was kept.
    pub fn minutes_over(&self, usual: u16, at: Timestamp) -> Option<i64> {
        let over = at.since(self.deadline(usual)?);
        // A hand-in that was on its way when the time ran out is none that is late.
        (over > minutes(1)).then(|| over.num_minutes())
    }
}

impl ExerciseRow {
    /// Whether what is handed in at an instant comes after the window.
    pub fn is_late(&self, at: Timestamp) -> bool {
        at > self.due_at
    }
}

/// An assigned work sample with its assessors.
#[derive(Debug, Clone, PartialEq)]
pub struct Exercise {
    /// The work sample.
    pub row: ExerciseRow,
    /// Who rates it.
    pub seats: Vec<Seat>,
}

impl Exercise {
    /// Whether the person rates it.
    pub fn has(&self, user: UserId) -> bool {
        self.seats.iter().any(|seat| seat.user == user)
    }
    /// Who rates it.
    pub fn assessors(&self) -> Vec<UserId> {
        self.seats.iter().map(|seat| seat.user).collect()
    }
}

/// A work sample to be assigned.
#[derive(Debug, Clone, PartialEq)]
pub struct NewExercise {
    /// To which application.
    pub application: ApplicationId,
    /// Which.
    pub source: SourceCode,
    /// Its form.
    pub variant: Variant,
    /// The trade its material is set in.
    pub setting: Setting,
    /// Until when the candidate's link takes it.
    pub due_at: Timestamp,
    /// Who rates it.
    pub seats: Vec<Seat>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begun(extra_minutes: i64) -> ExerciseRow {
        let at = Timestamp::parse("2026-11-03T09:00:00Z").unwrap();
        ExerciseRow {
            id: ExerciseId::from_uuid(uuid::Uuid::from_u128(1)),
            version: 2,
            application_id: ApplicationId::from_uuid(uuid::Uuid::from_u128(2)),
            source: SourceCode::new("E1").unwrap(),
            variant: Variant::Full,
            setting: Setting::Agency,
            state: ExerciseState::Assigned,
            candidate_code: "C-7KQ2MX".to_owned(),
            assigned_at: at,
            due_at: at + minutes(600),
            submitted_at: None,
            submission: None,
            started_at: Some(at),
            extra_minutes,
        }
    }

    #[test]
    fn the_time_runs_from_begin_and_ends_later_where_more_was_given() {
        let at = |time: &str| Timestamp::parse(&format!("2026-11-03T{time}Z")).unwrap();
        assert_eq!(begun(0).deadline(30), Some(at("09:30:00")));
        assert_eq!(begun(15).deadline(30), Some(at("09:45:00")));
        let over = |extra, time| begun(extra).minutes_over(30, at(time));
        assert_eq!(over(0, "09:30:00"), None);
        assert_eq!(over(0, "09:31:00"), None, "it was on its way");
        assert_eq!(over(0, "09:37:30"), Some(7));
        assert_eq!(over(15, "09:37:30"), None);
        let unopened = ExerciseRow {
            started_at: None,
            ..begun(0)
        };
        assert_eq!(unopened.deadline(30), None);
    }
}
