//! The tables of this area.

diesel::table! {
    use crate::db::types::{Ts, Uid};
    panel_members (application_id, user_id) {
        application_id -> Uid,
        user_id -> Uid,
        named_at -> Ts,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use crate::db::types::{Ts, Uid};
    interviews (id) {
        id -> Uid,
        version -> BigInt,
        application_id -> Uid,
        source -> Text,
        appointment -> BigInt,
        state -> Text,
        starts_at -> Ts,
        ends_at -> Ts,
        local_day -> Text,
        place -> Text,
        meeting_link -> Nullable<Text>,
        supplementary -> Bool,
        invitations -> BigInt,
        held_at -> Nullable<Ts>,
        created_at -> Ts,
        time_zone -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::db::types::{Ts, Uid};
    interview_replies (interview_id, person) {
        interview_id -> Uid,
        person -> Uid,
        application_id -> Uid,
        invitation -> BigInt,
        answer -> Text,
        note -> Nullable<Text>,
        replied_at -> Ts,
    }
}

diesel::table! {
    use diesel::sql_types::Bool;
    use crate::db::types::Uid;
    interview_raters (interview_id, user_id) {
        interview_id -> Uid,
        user_id -> Uid,
        application_id -> Uid,
        had_sight -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::db::types::{Ts, Uid};
    exercises (id) {
        id -> Uid,
        version -> BigInt,
        application_id -> Uid,
        source -> Text,
        variant -> Text,
        setting -> Text,
        state -> Text,
        candidate_code -> Text,
        assigned_at -> Ts,
        due_at -> Ts,
        submitted_at -> Nullable<Ts>,
        submission -> Nullable<Text>,
        started_at -> Nullable<Ts>,
        extra_minutes -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::Bool;
    use crate::db::types::Uid;
    exercise_assessors (exercise_id, user_id) {
        exercise_id -> Uid,
        user_id -> Uid,
        application_id -> Uid,
        had_sight -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use crate::db::types::{Doc, Ts, Uid};
    scorecards (id) {
        id -> Uid,
        version -> BigInt,
        application_id -> Uid,
        source -> Text,
        interview_id -> Nullable<Uid>,
        exercise_id -> Nullable<Uid>,
        rater -> Uid,
        state -> Text,
        due_from -> Ts,
        locked_at -> Nullable<Ts>,
        rater_had_sight -> Bool,
        body -> Nullable<Doc>,
    }
}

diesel::table! {
    use diesel::sql_types::BigInt;
    use crate::db::types::{Doc, Ts, Uid};
    drafts (owner, subject) {
        owner -> Uid,
        subject -> Uid,
        body -> Doc,
        version -> BigInt,
        saved_at -> Ts,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use crate::db::types::{Ts, Uid};
    scorecard_amendments (id) {
        id -> Uid,
        scorecard_id -> Uid,
        application_id -> Uid,
        text -> Text,
        reason -> Text,
        amended_by -> Uid,
        amended_at -> Ts,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::db::types::{Ts, Uid};
    post_debrief_values (scorecard_id, competency) {
        scorecard_id -> Uid,
        competency -> Text,
        application_id -> Uid,
        value -> BigInt,
        reason -> Text,
        given_at -> Ts,
    }
}

diesel::joinable!(interview_raters -> interviews (interview_id));
diesel::allow_tables_to_appear_in_same_query!(interview_raters, interviews);
