//! Use cases of onboarding that no gate guards, and the facts for those that gates do.

pub mod facts;
pub mod growth;
pub mod hire;
pub mod modules;
pub mod prepare;
