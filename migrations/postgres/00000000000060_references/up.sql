-- Referees, what they answered, and what was concluded from differences (dossier Part 5).
CREATE TABLE referees (
    id uuid NOT NULL PRIMARY KEY,
    version bigint NOT NULL,
    application_id uuid NOT NULL,
    name text NOT NULL,
    relation text NOT NULL CHECK (relation IN ('former_direct_manager', 'current_manager', 'operations_colleague', 'peer', 'client', 'project_lead', 'main_client', 'internship_supervisor', 'relative', 'hiring_team')),
    firm text NOT NULL,
    period_from timestamptz NOT NULL,
    period_to timestamptz,
    email text NOT NULL,
    phone text,
    not_before_offer boolean NOT NULL,
    named_by uuid,
    consented_at timestamptz,
    state text NOT NULL CHECK (state IN ('named', 'verified', 'sent', 'opened', 'completed', 'declined', 'expired', 'disqualified')),
    verification jsonb,
    verified_at timestamptz,
    sent_at timestamptz,
    expires_at timestamptz,
    completed_at timestamptz,
    dates_substitute_note text,
    do_not_ask boolean NOT NULL,
    created_at timestamptz NOT NULL,
    CHECK ((state = 'completed') <= (completed_at IS NOT NULL))
);

CREATE INDEX referees_by_application ON referees (application_id, created_at, id);
CREATE INDEX referees_by_state ON referees (state, expires_at, id);

CREATE TABLE reference_responses (
    referee_id uuid NOT NULL PRIMARY KEY REFERENCES referees (id),
    application_id uuid NOT NULL,
    answers jsonb NOT NULL,
    by_telephone uuid,
    seconds bigint,
    title_agrees boolean,
    title_note text,
    submitted_at timestamptz NOT NULL
);

CREATE INDEX reference_responses_by_application ON reference_responses (application_id, referee_id);

CREATE TABLE discrepancy_resolutions (
    id uuid NOT NULL PRIMARY KEY,
    application_id uuid NOT NULL,
    competency text NOT NULL,
    how text NOT NULL CHECK (how IN ('call_back', 'extra_referee', 'additional_question')),
    text text NOT NULL,
    resolved_by uuid NOT NULL,
    resolved_at timestamptz NOT NULL
);

CREATE INDEX discrepancy_resolutions_by_application ON discrepancy_resolutions (application_id, resolved_at, id);

CREATE TABLE manager_substitutes (
    application_id uuid NOT NULL PRIMARY KEY,
    note text NOT NULL,
    recorded_by uuid NOT NULL,
    recorded_at timestamptz NOT NULL
);
