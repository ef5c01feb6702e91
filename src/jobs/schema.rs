//! The tables of this area.

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::db::types::{Doc, Ts, Uid};
    jobs (id) {
        id -> Uid,
        version -> BigInt,
        state -> Text,
        entered_state_at -> Ts,
        title -> Text,
        reason -> Text,
        hiring_manager -> Uid,
        sponsor -> Uid,
        ops_lead -> Uid,
        hr -> Uid,
        kind -> Nullable<Text>,
        kind_choice -> Nullable<Doc>,
        role_plan -> Doc,
        ladder -> Doc,
        accountability -> Doc,
        advert -> Nullable<Doc>,
        description -> Nullable<BigInt>,
        plan -> Nullable<BigInt>,
        policy_version -> Nullable<BigInt>,
        content_version -> Nullable<BigInt>,
        opened_at -> Nullable<Ts>,
        created_by -> Uid,
        created_at -> Ts,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::db::types::{Doc, Ts, Uid};
    job_descriptions (id) {
        id -> Uid,
        job_id -> Uid,
        number -> BigInt,
        body -> Doc,
        active_applications -> Text,
        author -> Uid,
        created_at -> Ts,
        published_at -> Nullable<Ts>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::db::types::{Ts, Uid};
    job_approvals (id) {
        id -> Uid,
        job_id -> Uid,
        description -> BigInt,
        capacity -> Text,
        user_id -> Uid,
        created_at -> Ts,
    }
}

diesel::table! {
    use diesel::sql_types::BigInt;
    use crate::db::types::{Doc, Ts, Uid};
    interview_plans (id) {
        id -> Uid,
        job_id -> Uid,
        number -> BigInt,
        body -> Doc,
        author -> Uid,
        created_at -> Ts,
    }
}
