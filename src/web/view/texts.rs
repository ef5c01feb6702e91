//! What pages say, in every language we speak: Fluent messages, embedded. English is complete; a message that a
//! language lacks is said in English.

use std::collections::BTreeMap;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use serde_json::{Map, Value};
use unic_langid::LanguageIdentifier;

use super::Source;
use crate::{kernel::text_enum::TextEnum, text_enum};

text_enum! {
    /// A language the pages speak.
    pub enum Lang {
        /// English.
        En = "en",
        /// German.
        De = "de",
    }
}

impl Lang {
    /// The first language of an `Accept-Language` header that we speak.
    pub fn accepted(header: &str) -> Option<Self> {
        let mut wanted: Vec<(&str, f32)> = header
            .split(',')
            .filter_map(|one| {
                let mut parts = one.split(';');
                let tag = parts.next()?.trim();
                let quality = parts.find_map(|part| part.trim().strip_prefix("q=")?.parse().ok());
                Some((tag, quality.unwrap_or(1.0)))
            })
            .filter(|(_, quality)| *quality > 0.0)
            .collect();
        wanted.sort_by(|a, b| b.1.total_cmp(&a.1));
        wanted.into_iter().find_map(|(tag, _)| {
            let language = tag.split('-').next()?.to_ascii_lowercase();
            Self::from_word(&language)
        })
    }

    /// The name of the language in itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::De => "Deutsch",
        }
    }

    pub(super) fn locale(self) -> chrono::Locale {
        match self {
            Self::En => chrono::Locale::en_GB,
            Self::De => chrono::Locale::de_DE,
        }
    }
}

type Bundle = FluentBundle<FluentResource>;

/// Every message.
pub(super) struct Texts(BTreeMap<&'static str, Bundle>);

impl Texts {
    /// Reads `en.ftl` and `de.ftl` wherever they stand.
    pub(super) fn embedded() -> anyhow::Result<Self> {
        let mut bundles = BTreeMap::new();
        for lang in Lang::ALL.iter().copied() {
            let id: LanguageIdentifier = lang.as_str().parse()?;
            let mut bundle = Bundle::new_concurrent(vec![id]);
            bundle.set_use_isolating(false);
            let ending = format!("/{}.ftl", lang.as_str());
            for path in Source::iter().filter(|path| path.ends_with(&ending)) {
                let text = super::source(&path)?;
                let resource = FluentResource::try_new(text)
                    .map_err(|(_, errors)| anyhow::anyhow!("{path}: {errors:?}"))?;
                bundle
                    .add_resource(resource)
                    .map_err(|errors| anyhow::anyhow!("{path}: {errors:?}"))?;
            }
            bundles.insert(lang.as_str(), bundle);
        }
        Ok(Self(bundles))
    }

    /// Says a message; `None` when there is none of that name.
    pub(super) fn say(&self, lang: Lang, key: &str, values: &Map<String, Value>) -> Option<String> {
        [lang, Lang::En]
            .into_iter()
            .find_map(|lang| say(self.0.get(lang.as_str())?, key, values))
    }
}

fn say(bundle: &Bundle, key: &str, values: &Map<String, Value>) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    let mut args = FluentArgs::with_capacity(values.len());
    for (name, value) in values {
        let value = match value {
            Value::Number(number) => number.as_f64().map_or(FluentValue::None, FluentValue::from),
            Value::String(text) => FluentValue::from(text.clone()),
            Value::Null => FluentValue::from(String::new()),
            other => FluentValue::from(other.to_string()),
        };
        args.set(name.clone(), value);
    }
    let mut errors = Vec::new();
    Some(
        bundle
            .format_pattern(pattern, Some(&args), &mut errors)
            .into_owned(),
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn keys(lang: &str) -> BTreeSet<String> {
        let ending = format!("/{lang}.ftl");
        let mut keys = BTreeSet::new();
        for path in Source::iter().filter(|path| path.ends_with(&ending)) {
            for line in super::super::source(&path).unwrap().lines() {
                let is_key = line.starts_with(|c: char| c.is_ascii_lowercase());
                if let Some((key, _)) = line.split_once(" =").filter(|_| is_key) {
                    assert!(keys.insert(key.to_owned()), "{key} is there twice in {lang}");
                }
            }
        }
        keys
    }

    #[test]
    fn every_language_says_everything() {
        let english = keys("en");
        assert!(!english.is_empty());
        let missing: Vec<_> = english.difference(&keys("de")).cloned().collect();
        assert!(missing.is_empty(), "not said in German: {missing:?}");
        let unknown: Vec<_> = keys("de").difference(&english).cloned().collect();
        assert!(unknown.is_empty(), "said in German only: {unknown:?}");
    }

    #[test]
    fn the_wanted_language_is_the_first_we_speak() {
        assert_eq!(Lang::accepted("fr, de-CH;q=0.9, en;q=0.8"), Some(Lang::De));
        assert_eq!(Lang::accepted("de;q=0.1,en-US"), Some(Lang::En));
        assert_eq!(Lang::accepted("ja, *;q=0.1"), None);
        assert_eq!(Lang::accepted(";;q=x,,"), None);
    }
}
