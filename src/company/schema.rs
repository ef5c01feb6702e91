//! The tables of this area.

diesel::table! {
    use diesel::sql_types::BigInt;
    use crate::db::types::{Doc, Ts};
    company (id) {
        id -> BigInt,
        version -> BigInt,
        body -> Doc,
        configured -> Doc,
        updated_at -> Ts,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::db::types::{Doc, Ts, Uid};
    policies (version) {
        version -> BigInt,
        body -> Doc,
        reason -> Text,
        proposed_by -> Nullable<Uid>,
        approved_by_hr_lead -> Nullable<Uid>,
        approved_by_sponsor -> Nullable<Uid>,
        created_at -> Ts,
        effective_at -> Nullable<Ts>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::db::types::{Doc, Ts, Uid};
    content_versions (version) {
        version -> BigInt,
        overlay -> Doc,
        reason -> Text,
        created_by -> Nullable<Uid>,
        created_at -> Ts,
        body -> Text,
        sha256 -> Text,
        shipped_sha256 -> Text,
    }
}
