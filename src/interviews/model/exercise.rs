//! Work samples.

use diesel::prelude::*;

use super::Seat;
use crate::{
    content::model::{Setting, Variant},
    interviews::schema,
    kernel::{
        codes::SourceCode,
        ids::{ApplicationId, ExerciseId, UserId},
        time::Timestamp,
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
