//! A first look at a body: is it JSON at all, and does any object in it name a key twice?

use std::{cell::RefCell, collections::HashSet, fmt};

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use super::fields::escape;

/// What the first look found.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// JSON in which every object names each of its keys once.
    Fine,
    /// JSON, but the key at this pointer occurs twice, and readers would disagree which one counts.
    Duplicate(String),
    /// No JSON; why, with line and column.
    NotJson(String),
}

/// Looks at `bytes`.
pub(super) fn look(bytes: &[u8]) -> Look {
    let twice = RefCell::new(None);
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let read = Walk {
        at: String::new(),
        twice: &twice,
    }
    .deserialize(&mut reader)
    .and_then(|()| reader.end());
    let twice = twice.into_inner();
    match (twice, read) {
        (Some(pointer), _) => Look::Duplicate(pointer),
        (None, Err(error)) => Look::NotJson(error.to_string()),
        (None, Ok(())) => Look::Fine,
    }
}

struct Walk<'a> {
    at: String,
    twice: &'a RefCell<Option<String>>,
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }
    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut index = 0_usize;
        while items
            .next_element_seed(Walk {
                at: format!("{}/{index}", self.at),
                twice: self.twice,
            })?
            .is_some()
        {
            index += 1;
        }
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = HashSet::new();
        while let Some(key) = map.next_key::<String>()? {
            let at = format!("{}/{}", self.at, escape(&key));
            if !seen.insert(key) {
                *self.twice.borrow_mut() = Some(at);
                return Err(A::Error::custom("a key occurs twice"));
            }
            map.next_value_seed(Walk {
                at,
                twice: self.twice,
            })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_named_twice_is_found_at_any_depth() {
        assert_eq!(
            look(br#"{"a":{"b":[{"c":1},{"c":1,"d":2,"c":3}]}}"#),
            Look::Duplicate("/a/b/1/c".into())
        );
        assert_eq!(look(br#"{"a":[1,2.5,-3,null,true,"x"],"b":{"a":1}}"#), Look::Fine);
    }

    #[test]
    fn what_is_not_json_is_told_with_its_place() {
        assert!(matches!(look(b"{\"a\":"), Look::NotJson(why) if why.contains("line 1")));
        assert!(matches!(look(b"{} {}"), Look::NotJson(_)));
        assert!(matches!(look(b""), Look::NotJson(_)));
    }
}
