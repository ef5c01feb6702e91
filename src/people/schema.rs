//! The tables of this area.

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use crate::db::types::{Doc, Ts, Uid};
    users (id) {
        id -> Uid,
        version -> BigInt,
        name -> Text,
        email -> Text,
        email_key -> Text,
        password_hash -> Nullable<Text>,
        roles -> Doc,
        operations -> Bool,
        reports_to -> Nullable<Uid>,
        disabled_at -> Nullable<Ts>,
        created_at -> Ts,
    }
}

diesel::table! {
    use diesel::sql_types::{Binary, Nullable, Text};
    use crate::db::types::{Ts, Uid};
    api_tokens (id) {
        id -> Uid,
        hash -> Binary,
        user_id -> Uid,
        kind -> Text,
        created_at -> Ts,
        expires_at -> Ts,
        revoked_at -> Nullable<Ts>,
    }
}

diesel::table! {
    use diesel::sql_types::{Binary, Nullable, Text};
    use crate::db::types::{Ts, Uid};
    grants (id) {
        id -> Uid,
        token_hash -> Binary,
        purpose -> Text,
        application_id -> Nullable<Uid>,
        referee_id -> Nullable<Uid>,
        user_id -> Nullable<Uid>,
        created_at -> Ts,
        expires_at -> Ts,
        opened_at -> Nullable<Ts>,
        submitted_at -> Nullable<Ts>,
        revoked_at -> Nullable<Ts>,
        leads_to -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::{Binary, Nullable, Text};
    use crate::db::types::{Ts, Uid};
    link_sessions (id) {
        id -> Uid,
        hash -> Binary,
        grant_id -> Uid,
        created_at -> Ts,
        expires_at -> Ts,
        network -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::BigInt;
    use crate::db::types::{Doc, Ts, Uid};
    guest_drafts (subject) {
        subject -> Uid,
        application_id -> Uid,
        body -> Doc,
        version -> BigInt,
        saved_at -> Ts,
    }
}

diesel::table! {
    use diesel::sql_types::{Bool, Nullable};
    use crate::db::types::{Doc, Ts, Uid};
    calibrations (id) {
        id -> Uid,
        user_id -> Uid,
        ratings -> Doc,
        result -> Doc,
        passed -> Bool,
        certified_until -> Nullable<Ts>,
        created_at -> Ts,
    }
}

diesel::table! {
    use diesel::sql_types::Binary;
    use crate::db::types::{Ts, Uid};
    calendar_feeds (user_id) {
        user_id -> Uid,
        hash -> Binary,
        created_at -> Ts,
    }
}

diesel::joinable!(calendar_feeds -> users (user_id));
diesel::joinable!(api_tokens -> users (user_id));
diesel::joinable!(link_sessions -> grants (grant_id));
diesel::allow_tables_to_appear_in_same_query!(users, api_tokens, calendar_feeds);
diesel::allow_tables_to_appear_in_same_query!(grants, link_sessions);
