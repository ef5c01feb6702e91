//! The tables of this module.

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use crate::db::types::{Doc, Ts, Uid};

    outbox (id) {
        id -> Uid,
        case_kind -> Nullable<Text>,
        case_id -> Nullable<Uid>,
        message -> Text,
        data -> Doc,
        recipient_name -> Text,
        recipient_email -> Text,
        message_id -> Nullable<Text>,
        dedup_key -> Text,
        state -> Text,
        attempts -> BigInt,
        next_at -> Ts,
        lease_until -> Nullable<Ts>,
        first_tried_at -> Nullable<Ts>,
        last_error -> Nullable<Text>,
        ambiguous -> Bool,
        log -> Doc,
        created_at -> Ts,
        sent_at -> Nullable<Ts>,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use crate::db::types::{Doc, Ts, Uid};

    demo_mailbox (id) {
        id -> Uid,
        message -> Text,
        recipient_name -> Text,
        recipient_email -> Text,
        subject -> Text,
        text_body -> Text,
        html_body -> Text,
        links -> Doc,
        sent_at -> Ts,
    }
}
