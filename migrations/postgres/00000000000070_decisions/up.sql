-- The debrief: opened when everything is in (G32). All below it stays as it was written.
CREATE TABLE debriefs (
    application_id UUID NOT NULL PRIMARY KEY REFERENCES applications (id),
    opened_at TIMESTAMPTZ NOT NULL,
    -- None: opened by the service itself.
    opened_by UUID REFERENCES users (id)
);

CREATE INDEX debriefs_by_opener ON debriefs (opened_by);

-- What was concluded where raters differ (G33).
CREATE TABLE debrief_notes (
    id UUID NOT NULL PRIMARY KEY,
    application_id UUID NOT NULL REFERENCES debriefs (application_id),
    competency TEXT NOT NULL CHECK (competency <> ''),
    source TEXT NOT NULL CHECK (source <> ''),
    text TEXT NOT NULL CHECK (text <> ''),
    written_by UUID NOT NULL REFERENCES users (id),
    written_at TIMESTAMPTZ NOT NULL
);

CREATE INDEX debrief_notes_by_application ON debrief_notes (application_id, written_at, id);
CREATE INDEX debrief_notes_by_writer ON debrief_notes (written_by);

-- One row for each wording of a decision (G38). A new wording has no signatures: changing the text voids them.
CREATE TABLE decisions (
    id UUID NOT NULL PRIMARY KEY,
    application_id UUID NOT NULL REFERENCES applications (id),
    revision BIGINT NOT NULL CHECK (revision > 0),
    text TEXT NOT NULL CHECK (text <> ''),
    preference_reason TEXT,
    -- A duty of the description by its index.
    preference_duty BIGINT CHECK (preference_duty >= 0),
    expectation TEXT,
    proposed_by UUID NOT NULL REFERENCES users (id),
    proposed_at TIMESTAMPTZ NOT NULL
);

CREATE UNIQUE INDEX decisions_of_application ON decisions (application_id, revision);
CREATE INDEX decisions_by_proposer ON decisions (proposed_by);

-- Signatures under one wording (G39). Nobody signs it twice.
CREATE TABLE decision_signatures (
    id UUID NOT NULL PRIMARY KEY,
    decision_id UUID NOT NULL REFERENCES decisions (id),
    application_id UUID NOT NULL REFERENCES applications (id),
    capacity TEXT NOT NULL CHECK (capacity IN ('hiring_manager', 'sponsor', 'hr_lead')),
    user_id UUID NOT NULL REFERENCES users (id),
    signed_at TIMESTAMPTZ NOT NULL
);

CREATE UNIQUE INDEX decision_signatures_once ON decision_signatures (decision_id, user_id);
CREATE INDEX decision_signatures_by_application ON decision_signatures (application_id);
CREATE INDEX decision_signatures_by_user ON decision_signatures (user_id);

-- What the decision rested on at the moment it was approved.
CREATE TABLE decision_snapshots (
    application_id UUID NOT NULL PRIMARY KEY REFERENCES applications (id),
    decision_id UUID NOT NULL REFERENCES decisions (id),
    snapshot JSONB NOT NULL,
    policy_version BIGINT NOT NULL,
    taken_at TIMESTAMPTZ NOT NULL
);

CREATE INDEX decision_snapshots_by_decision ON decision_snapshots (decision_id);

-- Waivers of an application, a job or a hire's onboarding plan (dossier 7.6).
CREATE TABLE waivers (
    id UUID NOT NULL PRIMARY KEY,
    case_kind TEXT NOT NULL CHECK (case_kind IN ('application', 'job', 'onboarding_plan')),
    case_id UUID NOT NULL,
    gate TEXT NOT NULL CHECK (gate IN (
        'G06', 'G13', 'G18', 'G19', 'G20', 'G24', 'G31', 'G34', 'G35', 'G36', 'G37', 'G41', 'G51', 'G53')),
    value DOUBLE PRECISION NOT NULL,
    reason_code TEXT NOT NULL CHECK (reason_code IN (
        'market_scarcity', 'internal_successor', 'candidate_accessibility', 'candidate_legal_deadline',
        'referee_unreachable_after_3_attempts', 'illness_of_interviewer')),
    text TEXT NOT NULL CHECK (text <> ''),
    compensating_measure TEXT NOT NULL CHECK (compensating_measure <> ''),
    expires_at TIMESTAMPTZ NOT NULL,
    requested_by UUID NOT NULL REFERENCES users (id),
    requested_at TIMESTAMPTZ NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('requested', 'approved1', 'granted', 'refused', 'expired', 'revoked')),
    approvals JSONB NOT NULL,
    granted_at TIMESTAMPTZ,
    -- Who refused it or took it back, when and why.
    closure JSONB,
    -- The values at the time of the request, and their SHA-256.
    facts JSONB NOT NULL,
    facts_hash BYTEA NOT NULL CHECK (octet_length(facts_hash) = 32),
    CHECK (state <> 'granted' OR granted_at IS NOT NULL)
);

CREATE INDEX waivers_by_case ON waivers (case_id, requested_at, id);
CREATE INDEX waivers_by_state ON waivers (state, expires_at, id);
CREATE INDEX waivers_by_requester ON waivers (requested_by);

-- The offer of an application.
CREATE TABLE offers (
    application_id UUID NOT NULL PRIMARY KEY REFERENCES applications (id),
    terms JSONB NOT NULL,
    conditions JSONB NOT NULL,
    expires_at TIMESTAMPTZ,
    written_by UUID NOT NULL REFERENCES users (id),
    written_at TIMESTAMPTZ NOT NULL,
    extended_at TIMESTAMPTZ,
    answer JSONB,
    -- When it was answered, lapsed, or the application ended otherwise.
    closed_at TIMESTAMPTZ,
    rescission JSONB,
    CHECK (extended_at IS NULL OR expires_at IS NOT NULL)
);

CREATE INDEX offers_by_writer ON offers (written_by);
CREATE INDEX offers_open ON offers (closed_at, expires_at);
