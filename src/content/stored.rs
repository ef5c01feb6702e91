//! A version of the content by value: as the text it is stored as, with its fingerprint.

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{ContentFault, ContentRule, Pack, load::Parts};

/// Parts that are lists of things with a code: where they stand and which of them.
const LISTS: [&str; 4] = ["competencies", "exercises", "modules", "red_flags/flags"];

fn unreadable(cause: impl std::fmt::Display) -> ContentFault {
    ContentFault::new(ContentRule::Unreadable, "stored content", cause)
}

/// The fingerprint of a stored text.
fn fingerprint(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

impl Pack {
    pub(super) fn assemble(version: u32, parts: Parts) -> Result<Self, ContentFault> {
        let text = serde_json::to_string(&parts).map_err(unreadable)?;
        Ok(Self {
            version,
            sha256: fingerprint(&text),
            parts,
        })
    }

    /// The whole content as one JSON document; [`Pack::sha256`] is its fingerprint.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn to_text(&self) -> Result<String, ContentFault> {
        serde_json::to_string(&self.parts).map_err(unreadable)
    }

    /// Reads what [`Pack::to_text`] wrote, in this release or an older one. It is not checked again: what has begun goes
    /// on under the content it began with, whatever a later release asks of new content.
    ///
    /// # Errors
    /// When the text is no content.
    pub fn from_text(version: u32, text: &str) -> Result<Self, ContentFault> {
        Ok(Self {
            version,
            sha256: fingerprint(text),
            parts: serde_json::from_str(text).map_err(unreadable)?,
        })
    }

    /// What another content has changed, added or left out: codes, and names of the parts that have none.
    ///
    /// # Errors
    /// When one of the two cannot be written.
    pub fn changes_to(&self, other: &Self) -> Result<Vec<String>, ContentFault> {
        let (ours, theirs) = (document(&self.parts)?, document(&other.parts)?);
        let mut changes = Vec::new();
        for list in LISTS {
            let pointer = format!("/{list}");
            compare(ours.pointer(&pointer), theirs.pointer(&pointer), &mut changes);
        }
        let listed = |name: &str| LISTS.iter().any(|list| list.split('/').next() == Some(name));
        let parts = ours.as_object().into_iter().flatten();
        let other_parts = parts.filter(|(name, value)| !listed(name) && theirs.get(*name) != Some(*value));
        changes.extend(other_parts.map(|(name, _)| name.replace('_', " ")));
        if without_flags(&ours) != without_flags(&theirs) {
            changes.push("red flags".to_owned());
        }
        Ok(changes)
    }
}

pub(super) fn document(parts: &impl Serialize) -> Result<Value, ContentFault> {
    serde_json::to_value(parts).map_err(unreadable)
}

/// The register of red flags without the flags themselves, which are compared one by one.
fn without_flags(parts: &Value) -> Option<Value> {
    let mut register = parts.get("red_flags")?.clone();
    register.as_object_mut()?.remove("flags");
    Some(register)
}

/// The codes of what stands in only one of two lists, or differs.
fn compare(ours: Option<&Value>, theirs: Option<&Value>, changes: &mut Vec<String>) {
    let rows = |list: Option<&Value>| list.and_then(Value::as_array).cloned().unwrap_or_default();
    let (ours, theirs) = (rows(ours), rows(theirs));
    let code = |row: &Value| row.get("code").and_then(Value::as_str).map(str::to_owned);
    let gone = ours
        .iter()
        .filter(|row| !theirs.iter().any(|t| code(t) == code(row)));
    changes.extend(gone.filter_map(code));
    let new = theirs.iter().filter(|row| !ours.contains(row));
    changes.extend(new.filter_map(code));
}
