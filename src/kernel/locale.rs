//! Languages somebody can be written to in.

use crate::text_enum;

text_enum! {
    /// A language we write in.
    pub enum Locale {
        /// English: complete.
        En = "en",
        /// German: whatever a mail has no German words for is written in English.
        De = "de",
    }
}
