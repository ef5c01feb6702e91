//! Codes of shipped or company-made content: data-driven, so a company may add its own.

use std::{borrow::Borrow, fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize};

/// A text that is not a valid code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a code: 1 to 24 letters, digits, '-', '_' or '.', starting with a letter")]
pub struct InvalidCode(pub String);

fn checked(text: &str) -> Result<Box<str>, InvalidCode> {
    let starts = text.chars().next().is_some_and(|c| c.is_ascii_alphabetic());
    let fits = text.len() <= 24
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    if starts && fits {
        Ok(text.into())
    } else {
        Err(InvalidCode(text.to_owned()))
    }
}

macro_rules! codes {
    ($( $(#[$meta:meta])* $name:ident ),+ $(,)?) => { $(
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, utoipa::ToSchema)]
        #[schema(value_type = String)]
        pub struct $name(Box<str>);

        impl $name {
            /// Checks and wraps a code.
            ///
            /// # Errors
            /// When the text is empty, longer than 24 characters or has characters a code may not have.
            pub fn new(text: &str) -> Result<Self, InvalidCode> {
                checked(text).map(Self)
            }
            /// The code as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl FromStr for $name {
            type Err = InvalidCode;
            fn from_str(text: &str) -> Result<Self, InvalidCode> {
                Self::new(text)
            }
        }
        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                &*self.0 == other
            }
        }
        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                &*self.0 == *other
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                Self::new(&text).map_err(serde::de::Error::custom)
            }
        }
    )+ };
}

codes! {
    /// A competency, e.g. `WCOM`.
    CompetencyCode,
    /// A question, e.g. `WCOM-Q1`.
    QuestionCode,
    /// A source of ratings: an interview round (`R1`) or an exercise (`E3`), or `KT` for the knowledge test.
    SourceCode,
    /// A red flag, e.g. `RF14`.
    RedFlagCode,
    /// A training module, e.g. `S-D1`.
    ModuleCode,
    /// A duty template, e.g. `C-2` or `AG-P4`.
    DutyCode,
    /// An item of the reference form, e.g. `R22`.
    ReferenceItemCode,
    /// A coaching question, e.g. `CQ-2f`.
    CoachingCode,
}
