//! Enums that travel as text: the same snake_case word in JSON, in the database and in messages.

/// A fieldless enum with one canonical word per value.
pub trait TextEnum: Copy + Sized + 'static {
    /// Every value, in the order of declaration.
    const ALL: &'static [Self];
    /// The canonical word.
    fn as_str(self) -> &'static str;
    /// The value a word stands for, if any.
    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|v| v.as_str() == word)
    }
}

/// Declares a fieldless enum together with its words, `Display`, `FromStr`, serde and OpenAPI schema.
///
/// The words are matched as tokens, not as literals: derives then see them as they are written.
#[macro_export]
macro_rules! text_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident { $( $(#[$vmeta:meta])* $variant:ident = $word:tt ),+ $(,)? }
    ) => {
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
            serde::Serialize, serde::Deserialize, utoipa::ToSchema,
        )]
        $(#[$meta])*
        pub enum $name { $( $(#[$vmeta])* #[serde(rename = $word)] $variant ),+ }

        impl $crate::kernel::text_enum::TextEnum for $name {
            const ALL: &'static [Self] = &[$( Self::$variant ),+];
            fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $word ),+ }
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::kernel::text_enum::TextEnum::as_str(*self))
            }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::kernel::text_enum::UnknownWord;
            fn from_str(word: &str) -> Result<Self, Self::Err> {
                <Self as $crate::kernel::text_enum::TextEnum>::from_word(word).ok_or_else(|| {
                    $crate::kernel::text_enum::UnknownWord {
                        word: word.to_owned(),
                        expected: stringify!($name),
                    }
                })
            }
        }
    };
}

/// A word that is none of an enum's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{word}\" is not a {expected}")]
pub struct UnknownWord {
    /// What was given.
    pub word: String,
    /// The enum's name.
    pub expected: &'static str,
}
