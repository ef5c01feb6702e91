-- The debrief: opened when everything is in (G32). All below it stays as it was written.
CREATE TABLE debriefs (
    application_id BLOB NOT NULL PRIMARY KEY CHECK (length(application_id) = 16) REFERENCES applications (id),
    opened_at INTEGER NOT NULL,
    -- None: opened by the service itself.
    opened_by BLOB CHECK (length(opened_by) = 16) REFERENCES users (id)
) STRICT;

CREATE INDEX debriefs_by_opener ON debriefs (opened_by);

-- What was concluded where raters differ (G33).
CREATE TABLE debrief_notes (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    application_id BLOB NOT NULL CHECK (length(application_id) = 16) REFERENCES debriefs (application_id),
    competency TEXT NOT NULL CHECK (competency <> ''),
    source TEXT NOT NULL CHECK (source <> ''),
    text TEXT NOT NULL CHECK (text <> ''),
    written_by BLOB NOT NULL CHECK (length(written_by) = 16) REFERENCES users (id),
    written_at INTEGER NOT NULL
) STRICT;

CREATE INDEX debrief_notes_by_application ON debrief_notes (application_id, written_at, id);
CREATE INDEX debrief_notes_by_writer ON debrief_notes (written_by);

-- One row for each wording of a decision (G38). A new wording has no signatures: changing the text voids them.
CREATE TABLE decisions (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    application_id BLOB NOT NULL CHECK (length(application_id) = 16) REFERENCES applications (id),
    revision INTEGER NOT NULL CHECK (revision > 0),
    text TEXT NOT NULL CHECK (text <> ''),
    preference_reason TEXT,
    -- A duty of the description by its index.
    preference_duty INTEGER CHECK (preference_duty >= 0),
    expectation TEXT,
    proposed_by BLOB NOT NULL CHECK (length(proposed_by) = 16) REFERENCES users (id),
    proposed_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX decisions_of_application ON decisions (application_id, revision);
CREATE INDEX decisions_by_proposer ON decisions (proposed_by);

-- Signatures under one wording (G39). Nobody signs it twice.
CREATE TABLE decision_signatures (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    decision_id BLOB NOT NULL CHECK (length(decision_id) = 16) REFERENCES decisions (id),
    application_id BLOB NOT NULL CHECK (length(application_id) = 16) REFERENCES applications (id),
    capacity TEXT NOT NULL CHECK (capacity IN ('hiring_manager', 'sponsor', 'hr_lead')),
    user_id BLOB NOT NULL CHECK (length(user_id) = 16) REFERENCES users (id),
    signed_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX decision_signatures_once ON decision_signatures (decision_id, user_id);
CREATE INDEX decision_signatures_by_application ON decision_signatures (application_id);
CREATE INDEX decision_signatures_by_user ON decision_signatures (user_id);

-- What the decision rested on at the moment it was approved.
CREATE TABLE decision_snapshots (
    application_id BLOB NOT NULL PRIMARY KEY CHECK (length(application_id) = 16) REFERENCES applications (id),
    decision_id BLOB NOT NULL CHECK (length(decision_id) = 16) REFERENCES decisions (id),
    snapshot TEXT NOT NULL CHECK (json_valid(snapshot)),
    policy_version INTEGER NOT NULL,
    taken_at INTEGER NOT NULL
) STRICT;

CREATE INDEX decision_snapshots_by_decision ON decision_snapshots (decision_id);

-- Waivers of an application, a job or a hire's onboarding plan (dossier 7.6).
CREATE TABLE waivers (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    case_kind TEXT NOT NULL CHECK (case_kind IN ('application', 'job', 'onboarding_plan')),
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    gate TEXT NOT NULL CHECK (gate IN (
        'G06', 'G13', 'G18', 'G19', 'G20', 'G24', 'G31', 'G34', 'G35', 'G36', 'G37', 'G41', 'G51', 'G53')),
    value REAL NOT NULL,
    reason_code TEXT NOT NULL CHECK (reason_code IN (
        'market_scarcity', 'internal_successor', 'candidate_accessibility', 'candidate_legal_deadline',
        'referee_unreachable_after_3_attempts', 'illness_of_interviewer')),
    text TEXT NOT NULL CHECK (text <> ''),
    compensating_measure TEXT NOT NULL CHECK (compensating_measure <> ''),
    expires_at INTEGER NOT NULL,
    requested_by BLOB NOT NULL CHECK (length(requested_by) = 16) REFERENCES users (id),
    requested_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('requested', 'approved1', 'granted', 'refused', 'expired', 'revoked')),
    approvals TEXT NOT NULL CHECK (json_valid(approvals)),
    granted_at INTEGER,
    -- Who refused it or took it back, when and why.
    closure TEXT CHECK (json_valid(closure)),
    -- The values at the time of the request, and their SHA-256.
    facts TEXT NOT NULL CHECK (json_valid(facts)),
    facts_hash BLOB NOT NULL CHECK (length(facts_hash) = 32),
    CHECK (state <> 'granted' OR granted_at IS NOT NULL)
) STRICT;

CREATE INDEX waivers_by_case ON waivers (case_id, requested_at, id);
CREATE INDEX waivers_by_state ON waivers (state, expires_at, id);
CREATE INDEX waivers_by_requester ON waivers (requested_by);

-- The offer of an application.
CREATE TABLE offers (
    application_id BLOB NOT NULL PRIMARY KEY CHECK (length(application_id) = 16) REFERENCES applications (id),
    terms TEXT NOT NULL CHECK (json_valid(terms)),
    conditions TEXT NOT NULL CHECK (json_valid(conditions)),
    expires_at INTEGER,
    written_by BLOB NOT NULL CHECK (length(written_by) = 16) REFERENCES users (id),
    written_at INTEGER NOT NULL,
    extended_at INTEGER,
    answer TEXT CHECK (json_valid(answer)),
    -- When it was answered, lapsed, or the application ended otherwise.
    closed_at INTEGER,
    rescission TEXT CHECK (json_valid(rescission)),
    CHECK (extended_at IS NULL OR expires_at IS NOT NULL)
) STRICT;

CREATE INDEX offers_by_writer ON offers (written_by);
CREATE INDEX offers_open ON offers (closed_at, expires_at);
