-- Referees, what they answered, and what was concluded from differences (dossier Part 5).
CREATE TABLE referees (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    version INTEGER NOT NULL,
    application_id BLOB NOT NULL CHECK (length(application_id) = 16),
    name TEXT NOT NULL,
    relation TEXT NOT NULL CHECK (relation IN ('former_direct_manager', 'current_manager', 'operations_colleague', 'peer', 'client', 'project_lead', 'main_client', 'internship_supervisor', 'relative', 'hiring_team')),
    firm TEXT NOT NULL,
    period_from INTEGER NOT NULL,
    period_to INTEGER,
    email TEXT NOT NULL,
    phone TEXT,
    not_before_offer INTEGER NOT NULL CHECK (not_before_offer IN (0, 1)),
    named_by BLOB CHECK (length(named_by) = 16),
    consented_at INTEGER,
    state TEXT NOT NULL CHECK (state IN ('named', 'verified', 'sent', 'opened', 'completed', 'declined', 'expired', 'disqualified')),
    verification TEXT CHECK (json_valid(verification)),
    verified_at INTEGER,
    sent_at INTEGER,
    expires_at INTEGER,
    completed_at INTEGER,
    dates_substitute_note TEXT,
    do_not_ask INTEGER NOT NULL CHECK (do_not_ask IN (0, 1)),
    created_at INTEGER NOT NULL,
    CHECK ((state = 'completed') <= (completed_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX referees_by_application ON referees (application_id, created_at, id);
CREATE INDEX referees_by_state ON referees (state, expires_at, id);

CREATE TABLE reference_responses (
    referee_id BLOB NOT NULL PRIMARY KEY CHECK (length(referee_id) = 16) REFERENCES referees (id),
    application_id BLOB NOT NULL CHECK (length(application_id) = 16),
    answers TEXT NOT NULL CHECK (json_valid(answers)),
    by_telephone BLOB CHECK (length(by_telephone) = 16),
    seconds INTEGER,
    title_agrees INTEGER CHECK (title_agrees IN (0, 1)),
    title_note TEXT,
    submitted_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX reference_responses_by_application ON reference_responses (application_id, referee_id);

CREATE TABLE discrepancy_resolutions (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    application_id BLOB NOT NULL CHECK (length(application_id) = 16),
    competency TEXT NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('call_back', 'extra_referee', 'additional_question')),
    text TEXT NOT NULL,
    resolved_by BLOB NOT NULL CHECK (length(resolved_by) = 16),
    resolved_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX discrepancy_resolutions_by_application ON discrepancy_resolutions (application_id, resolved_at, id);

CREATE TABLE manager_substitutes (
    application_id BLOB NOT NULL PRIMARY KEY CHECK (length(application_id) = 16),
    note TEXT NOT NULL,
    recorded_by BLOB NOT NULL CHECK (length(recorded_by) = 16),
    recorded_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
