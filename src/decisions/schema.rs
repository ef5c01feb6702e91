//! The tables of this area.

diesel::table! {
    use crate::db::types::{Ts, Uid};
    use diesel::sql_types::Nullable;
    debriefs (application_id) {
        application_id -> Uid,
        opened_at -> Ts,
        opened_by -> Nullable<Uid>,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use crate::db::types::{Ts, Uid};
    debrief_notes (id) {
        id -> Uid,
        application_id -> Uid,
        competency -> Text,
        source -> Text,
        text -> Text,
        written_by -> Uid,
        written_at -> Ts,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::db::types::{Ts, Uid};
    decisions (id) {
        id -> Uid,
        application_id -> Uid,
        revision -> BigInt,
        text -> Text,
        preference_reason -> Nullable<Text>,
        preference_duty -> Nullable<BigInt>,
        expectation -> Nullable<Text>,
        proposed_by -> Uid,
        proposed_at -> Ts,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use crate::db::types::{Ts, Uid};
    decision_signatures (id) {
        id -> Uid,
        decision_id -> Uid,
        application_id -> Uid,
        capacity -> Text,
        user_id -> Uid,
        signed_at -> Ts,
    }
}

diesel::table! {
    use diesel::sql_types::BigInt;
    use crate::db::types::{Doc, Ts, Uid};
    decision_snapshots (application_id) {
        application_id -> Uid,
        decision_id -> Uid,
        snapshot -> Doc,
        policy_version -> BigInt,
        taken_at -> Ts,
    }
}

diesel::table! {
    use diesel::sql_types::{Binary, Double, Nullable, Text};
    use crate::db::types::{Doc, Ts, Uid};
    waivers (id) {
        id -> Uid,
        case_kind -> Text,
        case_id -> Uid,
        gate -> Text,
        value -> Double,
        reason_code -> Text,
        text -> Text,
        compensating_measure -> Text,
        expires_at -> Ts,
        requested_by -> Uid,
        requested_at -> Ts,
        state -> Text,
        approvals -> Doc,
        granted_at -> Nullable<Ts>,
        closure -> Nullable<Doc>,
        facts -> Doc,
        facts_hash -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::Nullable;
    use crate::db::types::{Doc, Ts, Uid};
    offers (application_id) {
        application_id -> Uid,
        terms -> Doc,
        conditions -> Doc,
        expires_at -> Nullable<Ts>,
        written_by -> Uid,
        written_at -> Ts,
        extended_at -> Nullable<Ts>,
        answer -> Nullable<Doc>,
        closed_at -> Nullable<Ts>,
        rescission -> Nullable<Doc>,
    }
}
