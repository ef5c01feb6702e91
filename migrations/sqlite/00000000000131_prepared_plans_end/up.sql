-- A plan that was prepared and never lived can be ended: whose application led to no hire. SQLite changes a CHECK by
-- making the table anew; what refers to it finds its rows again before the transaction ends.
PRAGMA defer_foreign_keys = ON;

CREATE TEMP TABLE plans_kept AS SELECT * FROM onboarding_plans;

DROP TABLE onboarding_plans;

CREATE TABLE onboarding_plans (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    version INTEGER NOT NULL,
    application_id BLOB NOT NULL UNIQUE CHECK (length(application_id) = 16),
    job_id BLOB NOT NULL CHECK (length(job_id) = 16),
    job_title TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('client_focused', 'production_focused', 'hybrid')),
    state TEXT NOT NULL CHECK (state IN ('preboarding', 'active', 'extended', 'confirmed', 'ended')),
    entered_state_at INTEGER NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('shadow', 'assisted', 'supervised', 'growing', 'full1', 'full2')),
    stage_since INTEGER NOT NULL,
    trainee_id BLOB CHECK (length(trainee_id) = 16),
    trainee_name TEXT NOT NULL,
    coach_id BLOB CHECK (length(coach_id) = 16),
    manager_id BLOB CHECK (length(manager_id) = 16),
    buddy_id BLOB CHECK (length(buddy_id) = 16),
    hiring_manager_id BLOB NOT NULL CHECK (length(hiring_manager_id) = 16),
    sponsor_id BLOB NOT NULL CHECK (length(sponsor_id) = 16),
    ops_lead_id BLOB NOT NULL CHECK (length(ops_lead_id) = 16),
    hr_id BLOB NOT NULL CHECK (length(hr_id) = 16),
    starts_at INTEGER,
    live_at INTEGER,
    access_order TEXT CHECK (json_valid(access_order)),
    day_one TEXT NOT NULL CHECK (json_valid(day_one)),
    extended_until INTEGER,
    end_reason TEXT,
    policy_version INTEGER NOT NULL,
    content_version INTEGER NOT NULL,
    created_by BLOB NOT NULL CHECK (length(created_by) = 16),
    created_at INTEGER NOT NULL,
    CHECK (state IN ('preboarding', 'ended') OR (live_at IS NOT NULL AND trainee_id IS NOT NULL AND starts_at IS NOT NULL)),
    CHECK ((state = 'ended') = (end_reason IS NOT NULL))
) STRICT, WITHOUT ROWID;

INSERT INTO onboarding_plans SELECT * FROM plans_kept;

DROP TABLE plans_kept;

CREATE INDEX onboarding_plans_newest ON onboarding_plans (created_at, id);

CREATE INDEX onboarding_plans_by_trainee ON onboarding_plans (trainee_id);

CREATE INDEX onboarding_plans_by_job ON onboarding_plans (job_id);
