//! How much text a document may hold, and its tidying. Texts lose control characters; lists and texts beyond
//! any real use are told, so that no document grows without bound.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    fault::{Fault, FieldFault},
    kernel::text::tidy,
};

/// Entries of any list.
const MOST_ENTRIES: usize = 60;
/// Characters of any text but the long ones.
const MOST_CHARS: usize = 2_000;
/// Characters of `body_text` and `text`.
const MOST_LONG: usize = 20_000;

/// A document with tidy texts, every list and text within its limit.
pub(super) fn tidied<T: Serialize + DeserializeOwned>(at: &str, document: &T) -> Result<T, Fault> {
    let value = tidy(serde_json::to_value(document).map_err(Fault::internal)?);
    let mut faults = Vec::new();
    look(at, &value, &mut faults);
    if faults.is_empty() {
        serde_json::from_value(value).map_err(Fault::internal)
    } else {
        Err(Fault::Invalid(faults))
    }
}

fn look(at: &str, value: &Value, faults: &mut Vec<FieldFault>) {
    let long = at.ends_with("/body_text") || at.ends_with("/text") || at.ends_with("_text");
    match value {
        Value::String(text) => {
            let most = if long { MOST_LONG } else { MOST_CHARS };
            if text.chars().count() > most {
                faults.push(FieldFault::new(
                    at,
                    "length",
                    format!("At most {most} characters."),
                ));
            }
        }
        Value::Array(items) => {
            if items.len() > MOST_ENTRIES {
                faults.push(FieldFault::new(
                    at,
                    "length",
                    format!("At most {MOST_ENTRIES} entries."),
                ));
                return;
            }
            for (i, item) in items.iter().enumerate() {
                look(&format!("{at}/{i}"), item, faults);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                look(&format!("{at}/{name}"), member, faults);
            }
        }
        _ => {}
    }
}
