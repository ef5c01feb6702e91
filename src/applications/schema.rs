//! The tables of this area.

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use crate::db::types::{Ts, Uid};
    candidates (id) {
        id -> Uid,
        name -> Text,
        email -> Text,
        email_key -> Text,
        phone -> Nullable<Text>,
        locale -> Text,
        created_at -> Ts,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::db::types::{Doc, Ts, Uid};
    applications (id) {
        id -> Uid,
        version -> BigInt,
        job_id -> Uid,
        candidate_id -> Uid,
        state -> Text,
        held_from -> Nullable<Text>,
        applied_at -> Ts,
        entered_state_at -> Ts,
        updated_at -> Ts,
        policy_version -> BigInt,
        content_version -> BigInt,
        description_number -> BigInt,
        notice_seen_at -> Nullable<Ts>,
        reached_assessed_at -> Nullable<Ts>,
        debriefed_at -> Nullable<Ts>,
        rejection -> Nullable<Doc>,
        heard_at -> Nullable<Ts>,
        plan_number -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable};
    use crate::db::types::{Doc, Ts, Uid};
    acknowledgements (id) {
        id -> Uid,
        application_id -> Uid,
        description_number -> BigInt,
        first_answers -> Doc,
        answers -> Doc,
        right_answers -> BigInt,
        expected_sales_pct -> BigInt,
        created_at -> Ts,
        completed_at -> Nullable<Ts>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::db::types::{Ts, Uid};
    role_talks (id) {
        id -> Uid,
        application_id -> Uid,
        description_number -> BigInt,
        text -> Text,
        held_by -> Uid,
        held_at -> Ts,
    }
}

diesel::table! {
    use diesel::sql_types::{Bool, Nullable, Text};
    use crate::db::types::{Ts, Uid};
    must_have_checks (id) {
        id -> Uid,
        application_id -> Uid,
        requirement -> Text,
        met -> Bool,
        evidence -> Nullable<Text>,
        checked_by -> Uid,
        checked_at -> Ts,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use crate::db::types::{Ts, Uid};
    conflict_declarations (id) {
        id -> Uid,
        application_id -> Uid,
        user_id -> Uid,
        kind -> Text,
        note -> Nullable<Text>,
        declared_at -> Ts,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use crate::db::types::{Doc, Ts, Uid};
    red_flags (id) {
        id -> Uid,
        application_id -> Uid,
        code -> Text,
        cause -> Text,
        raiser -> Text,
        raised_by -> Nullable<Uid>,
        text -> Text,
        state -> Text,
        raised_at -> Ts,
        proposal -> Nullable<Doc>,
        resolved_by -> Nullable<Uid>,
        resolved_at -> Nullable<Ts>,
    }
}

diesel::joinable!(applications -> candidates (candidate_id));
diesel::allow_tables_to_appear_in_same_query!(applications, candidates);
