//! Tables of onboarding.

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Doc, Ts, Uid};

    onboarding_plans (id) {
        id -> Uid,
        version -> BigInt,
        application_id -> Uid,
        job_id -> Uid,
        job_title -> Text,
        kind -> Text,
        state -> Text,
        entered_state_at -> Ts,
        stage -> Text,
        stage_since -> Ts,
        trainee_id -> Nullable<Uid>,
        trainee_name -> Text,
        coach_id -> Nullable<Uid>,
        manager_id -> Nullable<Uid>,
        buddy_id -> Nullable<Uid>,
        hiring_manager_id -> Uid,
        sponsor_id -> Uid,
        ops_lead_id -> Uid,
        hr_id -> Uid,
        starts_at -> Nullable<Ts>,
        live_at -> Nullable<Ts>,
        access_order -> Nullable<Doc>,
        day_one -> Doc,
        extended_until -> Nullable<Ts>,
        end_reason -> Nullable<Text>,
        policy_version -> BigInt,
        content_version -> BigInt,
        created_by -> Uid,
        created_at -> Ts,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Doc, Uid};

    onboarding_modules (id) {
        id -> Uid,
        plan_id -> Uid,
        code -> Text,
        position -> BigInt,
        state -> Text,
        trainer_id -> Nullable<Uid>,
        due_day -> BigInt,
        due_before -> Nullable<Text>,
        body -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Doc, Ts, Uid};

    check_ins (id) {
        id -> Uid,
        plan_id -> Uid,
        code -> Text,
        number -> BigInt,
        from_day -> BigInt,
        due_day -> BigInt,
        held_at -> Nullable<Ts>,
        record -> Nullable<Doc>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Doc, Ts, Uid};

    pulse_answers (id) {
        id -> Uid,
        plan_id -> Uid,
        check_in_id -> Nullable<Uid>,
        answers -> Doc,
        answered_at -> Ts,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Ts, Uid};

    behaviour_observations (id) {
        id -> Uid,
        plan_id -> Uid,
        check_in_id -> Nullable<Uid>,
        competency -> Text,
        level -> BigInt,
        evidence -> Text,
        observed_by -> Uid,
        operations -> Bool,
        observed_at -> Ts,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Doc, Ts, Uid};

    coaching_sessions (id) {
        id -> Uid,
        plan_id -> Uid,
        coach_id -> Uid,
        planned_for -> Ts,
        state -> Text,
        held_at -> Nullable<Ts>,
        answers -> Doc,
        actions -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Ts, Uid};

    client_accounts (id) {
        id -> Uid,
        plan_id -> Uid,
        name -> Text,
        at_risk -> Bool,
        assigned_by -> Uid,
        assigned_at -> Ts,
        released_by -> Nullable<Uid>,
        released_at -> Nullable<Ts>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Ts, Uid};

    client_acts (id) {
        id -> Uid,
        plan_id -> Uid,
        kind -> Text,
        account -> Text,
        text -> Text,
        recorded_by -> Uid,
        recorded_at -> Ts,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Ts, Uid};

    book_metrics (plan_id, month) {
        plan_id -> Uid,
        month -> Text,
        on_time_pct -> BigInt,
        satisfaction -> Double,
        recorded_by -> Uid,
        recorded_at -> Ts,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Doc, Ts, Uid};

    onboarding_reviews (id) {
        id -> Uid,
        plan_id -> Uid,
        verdict -> Text,
        body -> Doc,
        signatures -> Doc,
        held_by -> Uid,
        held_at -> Ts,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Ts, Uid};

    evidence_files (id) {
        id -> Uid,
        module_id -> Uid,
        name -> Text,
        media_type -> Text,
        size -> BigInt,
        sha256 -> Binary,
        content -> Binary,
        added_by -> Uid,
        added_at -> Ts,
    }
}

diesel::allow_tables_to_appear_in_same_query!(onboarding_plans, onboarding_modules);
