//! Settings about files people hand in.

use serde::{Deserialize, Serialize};

/// Bytes of a megabyte as people say it.
const MEGABYTE: u64 = 1_000_000;
/// The largest file that may be allowed, in megabytes: a file is held in memory while it arrives.
const LARGEST_FILE: u32 = 25;
/// The most that may be allowed for one hire, in megabytes.
const LARGEST_PLAN: u32 = 2_000;

/// How much people may hand in.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct UploadSettings {
    /// Megabytes of one file, 1 to 25.
    pub max_file_megabytes: u32,
    /// Megabytes of all files of one onboarding plan, 1 to 2000.
    pub max_plan_megabytes: u32,
}

impl Default for UploadSettings {
    fn default() -> Self {
        Self {
            max_file_megabytes: 8,
            max_plan_megabytes: 100,
        }
    }
}

impl UploadSettings {
    /// What cannot be right.
    pub(super) fn faults(&self) -> Vec<String> {
        let range = |key: &str, value: u32, most: u32| {
            (value == 0 || value > most).then(|| format!("uploads.{key}: is between 1 and {most}"))
        };
        [
            range("max_file_megabytes", self.max_file_megabytes, LARGEST_FILE),
            range("max_plan_megabytes", self.max_plan_megabytes, LARGEST_PLAN),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Bytes one file may have.
    pub fn file_bytes(&self) -> u64 {
        u64::from(self.max_file_megabytes) * MEGABYTE
    }

    /// Bytes the files of one onboarding plan may have together.
    pub fn plan_bytes(&self) -> u64 {
        u64::from(self.max_plan_megabytes) * MEGABYTE
    }
}
