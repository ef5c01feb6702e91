//! What people do in a browser that runs no script.

mod door;
mod jobs;
