//! What people do in a browser that runs no script.

mod applications;
mod decisions;
mod door;
mod jobs;
mod onboarding;
mod scorecards;
