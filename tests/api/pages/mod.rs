//! What people do in a browser that runs no script.

#![allow(
    clippy::too_many_lines,
    reason = "what somebody does in a browser is told page by page, in one piece"
)]

mod applications;
mod content;
mod decisions;
mod door;
mod jobs;
mod menu;
mod onboarding;
mod scorecards;
