//! Finds everything that is wrong with a JSON body at once, each fault with its JSON pointer (RFC 6901).
//!
//! serde stops at the first fault. To go on, the bad value is replaced by a harmless one and the body is
//! read again: only on the error path, and at most [`MAX_FAULTS`] times.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use validator::{Validate, ValidationError, ValidationErrors, ValidationErrorsKind};

use crate::fault::FieldFault;

/// More faults than this are not looked for in one body.
const MAX_FAULTS: usize = 50;

/// Reads a `T` out of `value`, or reports every fault in plain words.
pub(super) fn read<T: DeserializeOwned + Validate>(value: Value) -> Result<T, Vec<FieldFault>> {
    read_all(value).map_err(|faults| faults.into_iter().map(plain).collect())
}

/// A fault of reading as people say it; the reader's own words name types of the program.
fn plain(mut fault: FieldFault) -> FieldFault {
    let Some((_, expected)) = fault.detail.rsplit_once("expected ") else {
        return fault;
    };
    let named: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
    if fault.code == "unknown_value" && !named.is_empty() {
        fault.detail = format!("There is no such value. Choose one of: {}.", named.join(", "));
    } else if fault.code == "wrong_type" || fault.detail.starts_with("invalid ") {
        fault.detail = format!("This must be {}.", in_words(expected));
    }
    fault
}

/// What the reader expected, in words.
fn in_words(expected: &str) -> &str {
    match expected {
        "u8" | "u16" | "u32" | "u64" | "usize" | "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number",
        "f32" | "f64" => "a number",
        "a string" | "string" | "a borrowed string" => "a text",
        "a boolean" | "bool" => "true or false",
        "a sequence" => "a list",
        "a map" | "map" => "an object",
        other if other.starts_with("struct ") => "an object",
        other if other.contains("enum") => "one of the known words, as a text",
        other => other,
    }
}

fn read_all<T: DeserializeOwned + Validate>(mut value: Value) -> Result<T, Vec<FieldFault>> {
    let mut faults: Vec<FieldFault> = Vec::new();
    if !value.is_object() {
        // serde would read an array as a struct, field by field in the order of its declaration.
        return Err(vec![FieldFault::new(
            "",
            "wrong_type",
            "The body must be a JSON object.",
        )]);
    }
    for _ in 0..MAX_FAULTS {
        let fault = match attempt::<T>(&value) {
            Ok(body) => {
                let rules = check(body);
                if faults.is_empty() {
                    return rules;
                }
                let broken = rules.err().unwrap_or_default();
                let fresh = |f: &FieldFault| !faults.iter().any(|known| covers(&known.pointer, &f.pointer));
                let broken: Vec<_> = broken.into_iter().filter(fresh).collect();
                faults.extend(broken);
                return Err(faults);
            }
            Err(fault) => fault,
        };
        let mended = mend::<T>(&mut value, &fault);
        // Faults of what we put in ourselves are not the client's.
        if !faults.iter().any(|known| covers(&known.pointer, &fault.pointer)) {
            faults.push(fault);
        }
        if !mended {
            break;
        }
    }
    Err(faults)
}

/// Checks a body that was read without complaint.
pub(super) fn check<T: Validate>(body: T) -> Result<T, Vec<FieldFault>> {
    match body.validate() {
        Ok(()) => Ok(body),
        Err(errors) => {
            let mut faults = Vec::new();
            collect(&errors, "", &mut faults);
            Err(faults)
        }
    }
}

fn covers(known: &str, pointer: &str) -> bool {
    pointer
        .strip_prefix(known)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn attempt<T: DeserializeOwned>(value: &Value) -> Result<T, FieldFault> {
    serde_path_to_error::deserialize(value.clone()).map_err(|error| {
        let parent = pointer_of(error.path());
        let detail = error.into_inner().to_string();
        fault_of(value, &parent, &detail)
    })
}

pub(super) fn pointer_of(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter().fold(String::new(), |mut pointer, segment| {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => pointer.push_str(&format!("/{}", escape(key))),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
        pointer
    })
}

/// Escapes one token of a JSON pointer.
pub(super) fn escape(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

fn quoted<'a>(detail: &'a str, prefix: &str) -> Option<&'a str> {
    detail.strip_prefix(prefix)?.split('`').next()
}

fn fault_of(value: &Value, at: &str, detail: &str) -> FieldFault {
    let child = |name: &str| {
        let own = format!("/{}", escape(name));
        if at.ends_with(&own) && value.pointer(at).is_none_or(|v| v.get(name).is_none()) {
            at.to_owned()
        } else {
            format!("{at}{own}")
        }
    };
    if let Some(name) = quoted(detail, "unknown field `") {
        return FieldFault::new(child(name), "unknown_field", "There is no such field.");
    }
    if let Some(name) = quoted(detail, "missing field `") {
        return FieldFault::new(
            format!("{at}/{}", escape(name)),
            "missing",
            "This field is required.",
        );
    }
    if detail.starts_with("unknown variant") {
        return FieldFault::new(at.to_owned(), "unknown_value", detail);
    }
    if detail.starts_with("invalid type") {
        return FieldFault::new(at.to_owned(), "wrong_type", detail);
    }
    FieldFault::new(at.to_owned(), "invalid", detail)
}

/// A parameter of a query string that cannot be read, in plain words.
pub(super) fn query_fault(at: &str, detail: &str) -> FieldFault {
    if let Some(name) = quoted(detail, "duplicate field `") {
        let pointer = format!("{at}/{}", escape(name));
        return FieldFault::new(
            pointer,
            "duplicate",
            "This parameter is given twice; give it once.",
        );
    }
    let mut fault = plain(fault_of(&Value::Null, at, detail));
    match fault.code.as_str() {
        "unknown_field" => "There is no such parameter.".clone_into(&mut fault.detail),
        "missing" => "This parameter is required.".clone_into(&mut fault.detail),
        _ => {}
    }
    fault
}

/// Values that most types accept, tried in turn.
fn placeholders(detail: &str) -> Vec<Value> {
    let mut all: Vec<Value> = Vec::new();
    if let Some(word) = detail
        .split("expected")
        .nth(1)
        .and_then(|rest| rest.split('`').nth(1))
    {
        all.push(json!(word));
    }
    all.extend([
        Value::Null,
        json!("placeholder"),
        json!(1),
        json!(false),
        json!([]),
        json!({}),
        json!("2026-01-01T00:00:00Z"),
        json!("2026-01-01"),
        json!("00000000-0000-7000-8000-000000000000"),
        json!("a@example.com"),
        json!(0.5),
    ]);
    all
}

/// Replaces what is wrong by something readable, so that reading can go on. `false`: nothing helped.
fn mend<T: DeserializeOwned>(value: &mut Value, fault: &FieldFault) -> bool {
    let pointer = fault.pointer.as_str();
    let Some((parent, token)) = pointer.rsplit_once('/') else {
        return false;
    };
    let key = token.replace("~1", "/").replace("~0", "~");
    if fault.code == "unknown_field" {
        return value
            .pointer_mut(parent)
            .and_then(Value::as_object_mut)
            .is_some_and(|map| map.remove(&key).is_some());
    }
    for candidate in placeholders(&fault.detail) {
        if !put(value, parent, &key, candidate) {
            return false;
        }
        match attempt::<T>(value) {
            Err(next) if next.pointer == pointer => {}
            _ => return true,
        }
    }
    false
}

fn put(value: &mut Value, parent: &str, key: &str, new: Value) -> bool {
    match value.pointer_mut(parent) {
        Some(Value::Object(map)) => {
            insert(map, key, new);
            true
        }
        Some(Value::Array(items)) => match key.parse::<usize>().ok().and_then(|i| items.get_mut(i)) {
            Some(slot) => {
                *slot = new;
                true
            }
            None => false,
        },
        _ => false,
    }
}

fn insert(map: &mut Map<String, Value>, key: &str, new: Value) {
    map.insert(key.to_owned(), new);
}

/// Flattens the errors of `validator`; the rejected values it carries are dropped (they may be secrets).
fn collect(errors: &ValidationErrors, at: &str, into: &mut Vec<FieldFault>) {
    let mut fields: Vec<_> = errors.errors().iter().collect();
    fields.sort_by(|a, b| a.0.cmp(b.0));
    for (field, kind) in fields {
        let pointer = if field == "__all__" {
            at.to_owned()
        } else {
            format!("{at}/{}", escape(field))
        };
        match kind {
            ValidationErrorsKind::Struct(inner) => collect(inner, &pointer, into),
            ValidationErrorsKind::List(items) => {
                for (index, inner) in items {
                    collect(inner, &format!("{pointer}/{index}"), into);
                }
            }
            ValidationErrorsKind::Field(list) => {
                into.extend(
                    list.iter()
                        .map(|error| FieldFault::new(pointer.clone(), error.code.as_ref(), message(error))),
                );
            }
        }
    }
}

fn message(error: &ValidationError) -> String {
    if let Some(message) = &error.message {
        return message.to_string();
    }
    let param = |name: &str| error.params.get(name).map(ToString::to_string);
    match (error.code.as_ref(), param("min"), param("max"), param("equal")) {
        ("length", _, _, Some(n)) => format!("The length must be exactly {n}."),
        ("length", Some(min), Some(max), _) => format!("The length must be from {min} to {max}."),
        ("length", Some(min), None, _) => format!("The length must be at least {min}."),
        ("length", None, Some(max), _) => format!("The length must be at most {max}."),
        ("range", Some(min), Some(max), _) => format!("The value must be from {min} to {max}."),
        ("range", Some(min), None, _) => format!("The value must be at least {min}."),
        ("range", None, Some(max), _) => format!("The value must be at most {max}."),
        ("url", ..) => "This is not an address such as https://example.com.".to_owned(),
        (code, ..) => format!("The value is not acceptable ({code})."),
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::kernel::{role::Role, time::Timestamp};

    #[derive(Debug, Deserialize, Validate)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only read by serde and validator")]
    struct Line {
        #[validate(range(min = 1, max = 5))]
        rating: u8,
    }
    #[derive(Debug, Deserialize, Validate)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only read by serde and validator")]
    struct Body {
        #[validate(length(min = 3))]
        name: String,
        role: Role,
        due: Timestamp,
        note: Option<String>,
        #[validate(nested)]
        lines: Vec<Line>,
    }

    fn faults(value: Value) -> Vec<(String, String)> {
        let mut found: Vec<_> = read::<Body>(value)
            .unwrap_err()
            .into_iter()
            .map(|f| (f.pointer, f.code))
            .collect();
        found.sort();
        found
    }
    fn pair(pointer: &str, code: &str) -> (String, String) {
        (pointer.to_owned(), code.to_owned())
    }

    #[test]
    fn a_good_body_is_read() {
        let body =
            json!({"name": "Ann", "role": "hr", "due": "2026-11-02T09:00:00Z", "lines": [{"rating": 5}]});
        assert_eq!(read::<Body>(body).unwrap().lines.len(), 1);
    }

    #[test]
    fn every_fault_is_reported_at_once() {
        let body = json!({
            "name": ["x"], "role": "king", "due": "tomorrow", "state/x": "hired", "note": 3,
            "lines": [{"rating": "five"}, {"rating": 9}, {"rating": 2, "score": 1}, 7],
        });
        assert_eq!(
            faults(body),
            [
                pair("/due", "invalid"),
                pair("/lines/0/rating", "wrong_type"),
                pair("/lines/1/rating", "range"),
                pair("/lines/2/score", "unknown_field"),
                pair("/lines/3", "wrong_type"),
                pair("/name", "wrong_type"),
                pair("/note", "wrong_type"),
                pair("/role", "unknown_value"),
                pair("/state~1x", "unknown_field"),
            ]
        );
    }

    #[test]
    fn faults_are_told_in_plain_words() {
        let body = json!({
            "name": 7, "role": "king", "due": "2026-11-02T09:00:00Z", "lines": [{"rating": "five"}, 7],
        });
        let told = read::<Body>(body).unwrap_err();
        let of = |pointer: &str| {
            let fault = told.iter().find(|f| f.pointer == pointer).unwrap();
            fault.detail.clone()
        };
        assert_eq!(of("/name"), "This must be a text.");
        assert_eq!(of("/lines/0/rating"), "This must be a whole number.");
        assert_eq!(of("/lines/1"), "This must be an object.");
        let role = of("/role");
        assert!(
            role.starts_with("There is no such value. Choose one of: "),
            "{role}"
        );
        assert!(role.contains("hr_lead") && !role.contains('`'), "{role}");
    }

    #[test]
    fn missing_fields_and_broken_rules_come_together() {
        assert_eq!(
            faults(json!({"name": "x", "role": "hr"})),
            [
                pair("/due", "missing"),
                pair("/lines", "missing"),
                pair("/name", "length")
            ]
        );
    }

    #[test]
    fn a_body_of_another_shape_has_one_fault_at_its_root() {
        assert_eq!(faults(json!([1, 2])), [pair("", "wrong_type")]);
    }
}
