-- Onboarding of hires: the plan with its people, training modules, check-ins, coaching, accounts and review (dossier Part 6).
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
    CHECK (state = 'preboarding' OR (live_at IS NOT NULL AND trainee_id IS NOT NULL AND starts_at IS NOT NULL)),
    CHECK ((state = 'ended') = (end_reason IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX onboarding_plans_newest ON onboarding_plans (created_at, id);

CREATE INDEX onboarding_plans_by_trainee ON onboarding_plans (trainee_id);

CREATE INDEX onboarding_plans_by_job ON onboarding_plans (job_id);

CREATE TABLE onboarding_modules (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    plan_id BLOB NOT NULL CHECK (length(plan_id) = 16) REFERENCES onboarding_plans (id),
    code TEXT NOT NULL,
    position INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('not_started', 'in_progress', 'evidence_submitted', 'signed_off', 'returned', 'waived_equivalent')),
    trainer_id BLOB CHECK (length(trainer_id) = 16),
    due_day INTEGER NOT NULL,
    due_before TEXT CHECK (due_before IN ('shadow', 'assisted', 'supervised', 'growing', 'full1', 'full2')),
    body TEXT NOT NULL CHECK (json_valid(body)),
    UNIQUE (plan_id, code)
) STRICT, WITHOUT ROWID;

CREATE INDEX onboarding_modules_by_trainer ON onboarding_modules (trainer_id, plan_id);

CREATE TABLE check_ins (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    plan_id BLOB NOT NULL CHECK (length(plan_id) = 16) REFERENCES onboarding_plans (id),
    code TEXT NOT NULL,
    number INTEGER NOT NULL,
    from_day INTEGER NOT NULL,
    due_day INTEGER NOT NULL,
    held_at INTEGER,
    record TEXT CHECK (json_valid(record)),
    UNIQUE (plan_id, code, number),
    CHECK ((held_at IS NULL) = (record IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX check_ins_by_plan ON check_ins (plan_id, due_day, code, number);

CREATE TABLE pulse_answers (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    plan_id BLOB NOT NULL CHECK (length(plan_id) = 16) REFERENCES onboarding_plans (id),
    check_in_id BLOB CHECK (length(check_in_id) = 16),
    answers TEXT NOT NULL CHECK (json_valid(answers)),
    answered_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX pulse_answers_by_plan ON pulse_answers (plan_id, answered_at, id);

CREATE TABLE behaviour_observations (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    plan_id BLOB NOT NULL CHECK (length(plan_id) = 16) REFERENCES onboarding_plans (id),
    check_in_id BLOB CHECK (length(check_in_id) = 16),
    competency TEXT NOT NULL,
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    evidence TEXT NOT NULL,
    observed_by BLOB NOT NULL CHECK (length(observed_by) = 16),
    operations INTEGER NOT NULL CHECK (operations IN (0, 1)),
    observed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX behaviour_observations_by_plan ON behaviour_observations (plan_id, observed_at, id);

CREATE TABLE coaching_sessions (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    plan_id BLOB NOT NULL CHECK (length(plan_id) = 16) REFERENCES onboarding_plans (id),
    coach_id BLOB NOT NULL CHECK (length(coach_id) = 16),
    planned_for INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('planned', 'held', 'actions_open', 'closed')),
    held_at INTEGER,
    answers TEXT NOT NULL CHECK (json_valid(answers)),
    actions TEXT NOT NULL CHECK (json_valid(actions)),
    CHECK ((state = 'planned') = (held_at IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX coaching_sessions_by_plan ON coaching_sessions (plan_id, planned_for, id);

CREATE TABLE client_accounts (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    plan_id BLOB NOT NULL CHECK (length(plan_id) = 16) REFERENCES onboarding_plans (id),
    name TEXT NOT NULL,
    at_risk INTEGER NOT NULL CHECK (at_risk IN (0, 1)),
    assigned_by BLOB NOT NULL CHECK (length(assigned_by) = 16),
    assigned_at INTEGER NOT NULL,
    released_by BLOB CHECK (length(released_by) = 16),
    released_at INTEGER,
    CHECK ((released_by IS NULL) = (released_at IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX client_accounts_by_plan ON client_accounts (plan_id, assigned_at, id);

CREATE TABLE client_acts (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    plan_id BLOB NOT NULL CHECK (length(plan_id) = 16) REFERENCES onboarding_plans (id),
    kind TEXT NOT NULL CHECK (kind IN ('solo_contact', 'discount', 'free_work', 'renewal')),
    account TEXT NOT NULL,
    text TEXT NOT NULL,
    recorded_by BLOB NOT NULL CHECK (length(recorded_by) = 16),
    recorded_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX client_acts_by_plan ON client_acts (plan_id, recorded_at, id);

CREATE TABLE book_metrics (
    plan_id BLOB NOT NULL CHECK (length(plan_id) = 16) REFERENCES onboarding_plans (id),
    month TEXT NOT NULL,
    on_time_pct INTEGER NOT NULL CHECK (on_time_pct BETWEEN 0 AND 100),
    satisfaction REAL NOT NULL,
    recorded_by BLOB NOT NULL CHECK (length(recorded_by) = 16),
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (plan_id, month),
    CHECK (satisfaction BETWEEN 1 AND 5)
) STRICT, WITHOUT ROWID;

CREATE TABLE onboarding_reviews (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    plan_id BLOB NOT NULL CHECK (length(plan_id) = 16) REFERENCES onboarding_plans (id),
    verdict TEXT NOT NULL CHECK (verdict IN ('meets', 'extend', 'not')),
    body TEXT NOT NULL CHECK (json_valid(body)),
    signatures TEXT NOT NULL CHECK (json_valid(signatures)),
    held_by BLOB NOT NULL CHECK (length(held_by) = 16),
    held_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX onboarding_reviews_by_plan ON onboarding_reviews (plan_id, held_at, id);
