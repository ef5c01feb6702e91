-- Onboarding of hires: the plan with its people, training modules, check-ins, coaching, accounts and review (dossier Part 6).
CREATE TABLE onboarding_plans (
    id uuid NOT NULL PRIMARY KEY,
    version bigint NOT NULL,
    application_id uuid NOT NULL UNIQUE,
    job_id uuid NOT NULL,
    job_title text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('client_focused', 'production_focused', 'hybrid')),
    state text NOT NULL CHECK (state IN ('preboarding', 'active', 'extended', 'confirmed', 'ended')),
    entered_state_at timestamptz NOT NULL,
    stage text NOT NULL CHECK (stage IN ('shadow', 'assisted', 'supervised', 'growing', 'full1', 'full2')),
    stage_since timestamptz NOT NULL,
    trainee_id uuid,
    trainee_name text NOT NULL,
    coach_id uuid,
    manager_id uuid,
    buddy_id uuid,
    hiring_manager_id uuid NOT NULL,
    sponsor_id uuid NOT NULL,
    ops_lead_id uuid NOT NULL,
    hr_id uuid NOT NULL,
    starts_at timestamptz,
    live_at timestamptz,
    access_order jsonb,
    day_one jsonb NOT NULL,
    extended_until timestamptz,
    end_reason text,
    policy_version bigint NOT NULL,
    content_version bigint NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    CHECK (state = 'preboarding' OR (live_at IS NOT NULL AND trainee_id IS NOT NULL AND starts_at IS NOT NULL)),
    CHECK ((state = 'ended') = (end_reason IS NOT NULL))
);

CREATE INDEX onboarding_plans_newest ON onboarding_plans (created_at, id);

CREATE INDEX onboarding_plans_by_trainee ON onboarding_plans (trainee_id);

CREATE INDEX onboarding_plans_by_job ON onboarding_plans (job_id);

CREATE TABLE onboarding_modules (
    id uuid NOT NULL PRIMARY KEY,
    plan_id uuid NOT NULL REFERENCES onboarding_plans (id),
    code text NOT NULL,
    position bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('not_started', 'in_progress', 'evidence_submitted', 'signed_off', 'returned', 'waived_equivalent')),
    trainer_id uuid,
    due_day bigint NOT NULL,
    due_before text CHECK (due_before IN ('shadow', 'assisted', 'supervised', 'growing', 'full1', 'full2')),
    body jsonb NOT NULL,
    UNIQUE (plan_id, code)
);

CREATE INDEX onboarding_modules_by_trainer ON onboarding_modules (trainer_id, plan_id);

CREATE TABLE check_ins (
    id uuid NOT NULL PRIMARY KEY,
    plan_id uuid NOT NULL REFERENCES onboarding_plans (id),
    code text NOT NULL,
    number bigint NOT NULL,
    from_day bigint NOT NULL,
    due_day bigint NOT NULL,
    held_at timestamptz,
    record jsonb,
    UNIQUE (plan_id, code, number),
    CHECK ((held_at IS NULL) = (record IS NULL))
);

CREATE INDEX check_ins_by_plan ON check_ins (plan_id, due_day, code, number);

CREATE TABLE pulse_answers (
    id uuid NOT NULL PRIMARY KEY,
    plan_id uuid NOT NULL REFERENCES onboarding_plans (id),
    check_in_id uuid,
    answers jsonb NOT NULL,
    answered_at timestamptz NOT NULL
);

CREATE INDEX pulse_answers_by_plan ON pulse_answers (plan_id, answered_at, id);

CREATE TABLE behaviour_observations (
    id uuid NOT NULL PRIMARY KEY,
    plan_id uuid NOT NULL REFERENCES onboarding_plans (id),
    check_in_id uuid,
    competency text NOT NULL,
    level bigint NOT NULL CHECK (level BETWEEN 1 AND 5),
    evidence text NOT NULL,
    observed_by uuid NOT NULL,
    operations boolean NOT NULL,
    observed_at timestamptz NOT NULL
);

CREATE INDEX behaviour_observations_by_plan ON behaviour_observations (plan_id, observed_at, id);

CREATE TABLE coaching_sessions (
    id uuid NOT NULL PRIMARY KEY,
    plan_id uuid NOT NULL REFERENCES onboarding_plans (id),
    coach_id uuid NOT NULL,
    planned_for timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('planned', 'held', 'actions_open', 'closed')),
    held_at timestamptz,
    answers jsonb NOT NULL,
    actions jsonb NOT NULL,
    CHECK ((state = 'planned') = (held_at IS NULL))
);

CREATE INDEX coaching_sessions_by_plan ON coaching_sessions (plan_id, planned_for, id);

CREATE TABLE client_accounts (
    id uuid NOT NULL PRIMARY KEY,
    plan_id uuid NOT NULL REFERENCES onboarding_plans (id),
    name text NOT NULL,
    at_risk boolean NOT NULL,
    assigned_by uuid NOT NULL,
    assigned_at timestamptz NOT NULL,
    released_by uuid,
    released_at timestamptz,
    CHECK ((released_by IS NULL) = (released_at IS NULL))
);

CREATE INDEX client_accounts_by_plan ON client_accounts (plan_id, assigned_at, id);

CREATE TABLE client_acts (
    id uuid NOT NULL PRIMARY KEY,
    plan_id uuid NOT NULL REFERENCES onboarding_plans (id),
    kind text NOT NULL CHECK (kind IN ('solo_contact', 'discount', 'free_work', 'renewal')),
    account text NOT NULL,
    text text NOT NULL,
    recorded_by uuid NOT NULL,
    recorded_at timestamptz NOT NULL
);

CREATE INDEX client_acts_by_plan ON client_acts (plan_id, recorded_at, id);

CREATE TABLE book_metrics (
    plan_id uuid NOT NULL REFERENCES onboarding_plans (id),
    month text NOT NULL,
    on_time_pct bigint NOT NULL CHECK (on_time_pct BETWEEN 0 AND 100),
    satisfaction double precision NOT NULL,
    recorded_by uuid NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (plan_id, month),
    CHECK (satisfaction BETWEEN 1 AND 5)
);

CREATE TABLE onboarding_reviews (
    id uuid NOT NULL PRIMARY KEY,
    plan_id uuid NOT NULL REFERENCES onboarding_plans (id),
    verdict text NOT NULL CHECK (verdict IN ('meets', 'extend', 'not')),
    body jsonb NOT NULL,
    signatures jsonb NOT NULL,
    held_by uuid NOT NULL,
    held_at timestamptz NOT NULL
);

CREATE INDEX onboarding_reviews_by_plan ON onboarding_reviews (plan_id, held_at, id);
