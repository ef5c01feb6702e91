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
        unclear -> BigInt,
        created_at -> Ts,
        sent_at -> Nullable<Ts>,
        keep_until -> Nullable<Ts>,
        closed_at -> Nullable<Ts>,
        closed_by -> Nullable<Text>,
        closed_reason -> Nullable<Text>,
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

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::db::types::{Ts, Uid};

    mail_attempts (mail_id, number) {
        mail_id -> Uid,
        number -> BigInt,
        at -> Ts,
        outcome -> Text,
        detail -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::db::types::Ts;

    mail_queue (id) {
        id -> BigInt,
        paused_at -> Nullable<Ts>,
        paused_by -> Nullable<Text>,
        pause_reason -> Nullable<Text>,
        held_since -> Nullable<Ts>,
        held_until -> Nullable<Ts>,
        hold_kind -> Nullable<Text>,
        hold_reason -> Nullable<Text>,
        failures -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use crate::db::types::{Ts, Uid};

    mail_bounces (id) {
        id -> Uid,
        fingerprint -> Text,
        mail_id -> Uid,
        recipient -> Text,
        severity -> Text,
        status -> Text,
        diagnostic -> Text,
        seen_at -> Ts,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use crate::db::types::{Doc, Ts, Uid};

    mail_notices (id) {
        id -> Uid,
        case_kind -> Nullable<Text>,
        case_id -> Nullable<Uid>,
        message -> Text,
        data -> Doc,
        recipient_name -> Text,
        recipient_email -> Text,
        dedup_key -> Text,
        next_at -> Ts,
        created_at -> Ts,
        mail_id -> Nullable<Uid>,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use crate::db::types::Doc;

    mail_choices (address) {
        address -> Text,
        locale -> Nullable<Text>,
        topics -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::{Binary, Nullable, Text};
    use crate::db::types::Ts;

    mail_opt_outs (hash) {
        hash -> Binary,
        address -> Text,
        topic -> Nullable<Text>,
        created_at -> Ts,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use crate::db::types::Ts;

    mail_rounds (name) {
        name -> Text,
        taken_at -> Ts,
    }
}
