//! Pure rules of onboarding.

pub mod book;
pub mod coaching;
pub mod days;
pub mod evidence;
pub mod files;
pub mod pulse;
pub mod review;
