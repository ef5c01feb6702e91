//! Tables of references.

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Doc, Ts, Uid};

    referees (id) {
        id -> Uid,
        version -> BigInt,
        application_id -> Uid,
        name -> Text,
        relation -> Text,
        firm -> Text,
        period_from -> Ts,
        period_to -> Nullable<Ts>,
        email -> Text,
        phone -> Nullable<Text>,
        not_before_offer -> Bool,
        named_by -> Nullable<Uid>,
        consented_at -> Nullable<Ts>,
        state -> Text,
        verification -> Nullable<Doc>,
        verified_at -> Nullable<Ts>,
        sent_at -> Nullable<Ts>,
        expires_at -> Nullable<Ts>,
        completed_at -> Nullable<Ts>,
        dates_substitute_note -> Nullable<Text>,
        do_not_ask -> Bool,
        created_at -> Ts,
        bounce -> Nullable<Doc>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Doc, Ts, Uid};

    reference_responses (referee_id) {
        referee_id -> Uid,
        application_id -> Uid,
        answers -> Doc,
        by_telephone -> Nullable<Uid>,
        seconds -> Nullable<BigInt>,
        title_agrees -> Nullable<Bool>,
        title_note -> Nullable<Text>,
        submitted_at -> Ts,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Ts, Uid};

    discrepancy_resolutions (id) {
        id -> Uid,
        application_id -> Uid,
        competency -> Text,
        how -> Text,
        text -> Text,
        resolved_by -> Uid,
        resolved_at -> Ts,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Ts, Uid};

    manager_substitutes (application_id) {
        application_id -> Uid,
        note -> Text,
        recorded_by -> Uid,
        recorded_at -> Ts,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Ts, Uid};

    reference_signs (referee_id, sign) {
        referee_id -> Uid,
        sign -> Text,
        application_id -> Uid,
        seen_at -> Ts,
        counts -> Nullable<Bool>,
        reason -> Nullable<Text>,
        decided_by -> Nullable<Uid>,
        decided_at -> Nullable<Ts>,
    }
}
