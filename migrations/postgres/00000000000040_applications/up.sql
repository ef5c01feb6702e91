-- People who apply. One address, one person, however often they apply.
CREATE TABLE candidates (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> ''),
    email TEXT NOT NULL,
    -- The address in lower case: two spellings are one person.
    email_key TEXT NOT NULL UNIQUE,
    phone TEXT,
    locale TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

-- One candidate's application for one job; the aggregate everything below belongs to.
CREATE TABLE applications (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL CHECK (version > 0),
    job_id UUID NOT NULL REFERENCES jobs (id),
    candidate_id UUID NOT NULL REFERENCES candidates (id),
    state TEXT NOT NULL CHECK (state IN (
        'applied', 'role_acknowledged', 'screened', 'assessing', 'assessed', 'references_complete',
        'debrief_open', 'debriefed', 'approved', 'offer_extended', 'offer_accepted', 'hired', 'on_hold',
        'withdrawn', 'rejected', 'offer_declined', 'offer_lapsed', 'offer_rescinded', 'closed_other_hired',
        'closed_job_cancelled')),
    held_from TEXT CHECK (held_from IN (
        'applied', 'role_acknowledged', 'screened', 'assessing', 'assessed', 'references_complete',
        'debrief_open', 'debriefed', 'approved', 'offer_extended', 'offer_accepted')),
    applied_at TIMESTAMPTZ NOT NULL,
    entered_state_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    policy_version BIGINT NOT NULL CHECK (policy_version > 0),
    content_version BIGINT NOT NULL CHECK (content_version > 0),
    description_number BIGINT NOT NULL CHECK (description_number > 0),
    notice_seen_at TIMESTAMPTZ,
    reached_assessed_at TIMESTAMPTZ,
    debriefed_at TIMESTAMPTZ,
    -- Why and by whom it is rejected.
    rejection JSONB,
    CHECK ((held_from IS NOT NULL) = (state = 'on_hold')),
    CHECK (state <> 'rejected' OR rejection IS NOT NULL)
);

-- One live application per person and job; after it ended, the person may apply again.
CREATE UNIQUE INDEX applications_live ON applications (job_id, candidate_id) WHERE state NOT IN (
    'hired', 'withdrawn', 'rejected', 'offer_declined', 'offer_lapsed', 'offer_rescinded',
    'closed_other_hired', 'closed_job_cancelled');
CREATE INDEX applications_by_change ON applications (updated_at, id);
CREATE INDEX applications_by_job ON applications (job_id, updated_at, id);
CREATE INDEX applications_by_candidate ON applications (candidate_id);

-- What a candidate answered about one version of the description (G11). First answers stay as they were.
CREATE TABLE acknowledgements (
    id UUID NOT NULL PRIMARY KEY,
    application_id UUID NOT NULL REFERENCES applications (id),
    description_number BIGINT NOT NULL CHECK (description_number > 0),
    first_answers JSONB NOT NULL,
    answers JSONB NOT NULL,
    right_answers BIGINT NOT NULL CHECK (right_answers BETWEEN 0 AND 5),
    expected_sales_pct BIGINT NOT NULL CHECK (expected_sales_pct BETWEEN 0 AND 100),
    created_at TIMESTAMPTZ NOT NULL,
    completed_at TIMESTAMPTZ,
    CHECK (completed_at IS NULL OR right_answers = 5),
    UNIQUE (application_id, description_number)
);

-- Talks about what the candidate expects and what the role is (G11).
CREATE TABLE role_talks (
    id UUID NOT NULL PRIMARY KEY,
    application_id UUID NOT NULL REFERENCES applications (id),
    description_number BIGINT NOT NULL CHECK (description_number > 0),
    text TEXT NOT NULL,
    held_by UUID NOT NULL REFERENCES users (id),
    held_at TIMESTAMPTZ NOT NULL
);

CREATE INDEX role_talks_by_application ON role_talks (application_id, held_at);

-- HR's ticks on the must-haves, each by its wording, so that a new wording asks for a new tick (G12).
CREATE TABLE must_have_checks (
    id UUID NOT NULL PRIMARY KEY,
    application_id UUID NOT NULL REFERENCES applications (id),
    requirement TEXT NOT NULL,
    met BOOLEAN NOT NULL,
    evidence TEXT,
    checked_by UUID NOT NULL REFERENCES users (id),
    checked_at TIMESTAMPTZ NOT NULL,
    UNIQUE (application_id, requirement)
);

-- What raters declare about themselves and this candidate (G14).
CREATE TABLE conflict_declarations (
    id UUID NOT NULL PRIMARY KEY,
    application_id UUID NOT NULL REFERENCES applications (id),
    user_id UUID NOT NULL REFERENCES users (id),
    kind TEXT NOT NULL CHECK (kind IN ('none', 'relative', 'referrer', 'report_to_be')),
    note TEXT,
    declared_at TIMESTAMPTZ NOT NULL,
    UNIQUE (application_id, user_id)
);

-- Warning signs (3.15). The same sign from the same cause is raised once.
CREATE TABLE red_flags (
    id UUID NOT NULL PRIMARY KEY,
    application_id UUID NOT NULL REFERENCES applications (id),
    code TEXT NOT NULL,
    cause TEXT NOT NULL,
    raiser TEXT NOT NULL CHECK (raiser IN (
        'rater', 'referee', 'exercise', 'expectation_answer', 'rule', 'gate', 'anyone')),
    raised_by UUID REFERENCES users (id),
    text TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'disproved', 'explained', 'accepted_with_plan', 'confirmed')),
    raised_at TIMESTAMPTZ NOT NULL,
    -- What one of HR lead and hiring manager proposes and the other confirms.
    proposal JSONB,
    resolved_by UUID REFERENCES users (id),
    resolved_at TIMESTAMPTZ,
    CHECK (state = 'open' OR (proposal IS NOT NULL AND resolved_by IS NOT NULL AND resolved_at IS NOT NULL)),
    UNIQUE (application_id, code, cause)
);
