diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Doc, Ts, Uid};

    audit_events (id) {
        id -> Uid,
        chain -> Text,
        seq -> BigInt,
        at -> Ts,
        actor_kind -> Text,
        actor_id -> Nullable<Uid>,
        actor_name -> Text,
        role -> Nullable<Text>,
        entity_kind -> Text,
        entity_id -> Uid,
        action -> Text,
        from_state -> Nullable<Text>,
        to_state -> Nullable<Text>,
        outcome -> Text,
        details -> Doc,
        policy_version -> Nullable<BigInt>,
        request_id -> Uid,
        previous_hash -> Binary,
        hash -> Binary,
    }
}
