//! One way to write an entry down, whatever the engine does to it: PostgreSQL reorders the keys of a document
//! and rewrites its numbers, so both are brought into one form before hashing, when recording and when
//! verifying.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::model::Row;
use crate::db::types::Sha256Hash;

/// Keeps an entry from ever being taken for an inner node, should the chain become a tree (RFC 9162).
const LEAF: [u8; 1] = [0];

/// The hash an entry must have.
pub(super) fn hash(row: &Row) -> Sha256Hash {
    let mut text = String::new();
    write(&fields(row), &mut text);
    let mut hash = Sha256::new();
    hash.update(LEAF);
    hash.update(row.previous_hash.0);
    hash.update(text.as_bytes());
    Sha256Hash(hash.finalize().into())
}

/// Everything but the two hashes.
fn fields(row: &Row) -> Value {
    json!({
        "id": row.id,
        "chain": row.chain,
        "seq": row.seq,
        "at": row.at.unix_micros(),
        "actor_kind": row.actor_kind,
        "actor_id": row.actor_id,
        "actor_name": row.actor_name,
        "role": row.role,
        "entity_kind": row.entity_kind,
        "entity_id": row.entity_id,
        "action": row.action,
        "from_state": row.from_state,
        "to_state": row.to_state,
        "outcome": row.outcome,
        "details": row.details.0,
        "policy_version": row.policy_version,
        "request_id": row.request_id,
    })
}

/// JSON without white space, keys in the order of their code points, zero without a sign.
fn write(value: &Value, out: &mut String) {
    match value {
        Value::Object(members) => {
            let mut sorted: Vec<_> = members.iter().collect();
            sorted.sort_by_key(|(key, _)| *key);
            out.push('{');
            for (position, (key, member)) in sorted.into_iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push(':');
                write(member, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (position, item) in items.iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Value::Number(number) => match number.as_f64().filter(|_| number.is_f64()) {
            Some(float) => out.push_str(&Value::from(if float == 0.0 { 0.0 } else { float }).to_string()),
            None => out.push_str(&number.to_string()),
        },
        plain => out.push_str(&plain.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_keys_and_the_sign_of_zero_do_not_matter() {
        let mut one = String::new();
        let mut other = String::new();
        write(
            &serde_json::from_str(r#"{"b": [1, -0.0], "a": {"y": "ü\n", "x": null}}"#).unwrap(),
            &mut one,
        );
        write(
            &serde_json::from_str(r#"{"a":{"x":null,"y":"ü\n"},"b":[1,0.0]}"#).unwrap(),
            &mut other,
        );
        assert_eq!(one, other);
        assert_eq!(one, r#"{"a":{"x":null,"y":"ü\n"},"b":[1,0.0]}"#);
    }
}
