//! What the operator decides: the one place that reads the environment.

pub(crate) mod environment;
