-- People who apply. One address, one person, however often they apply.
CREATE TABLE candidates (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    name TEXT NOT NULL CHECK (name <> ''),
    email TEXT NOT NULL,
    -- The address in lower case: two spellings are one person.
    email_key TEXT NOT NULL UNIQUE,
    phone TEXT,
    locale TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- One candidate's application for one job; the aggregate everything below belongs to.
CREATE TABLE applications (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    version INTEGER NOT NULL CHECK (version > 0),
    job_id BLOB NOT NULL CHECK (length(job_id) = 16) REFERENCES jobs (id),
    candidate_id BLOB NOT NULL CHECK (length(candidate_id) = 16) REFERENCES candidates (id),
    state TEXT NOT NULL CHECK (state IN (
        'applied', 'role_acknowledged', 'screened', 'assessing', 'assessed', 'references_complete',
        'debrief_open', 'debriefed', 'approved', 'offer_extended', 'offer_accepted', 'hired', 'on_hold',
        'withdrawn', 'rejected', 'offer_declined', 'offer_lapsed', 'offer_rescinded', 'closed_other_hired',
        'closed_job_cancelled')),
    held_from TEXT CHECK (held_from IN (
        'applied', 'role_acknowledged', 'screened', 'assessing', 'assessed', 'references_complete',
        'debrief_open', 'debriefed', 'approved', 'offer_extended', 'offer_accepted')),
    applied_at INTEGER NOT NULL,
    entered_state_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    policy_version INTEGER NOT NULL CHECK (policy_version > 0),
    content_version INTEGER NOT NULL CHECK (content_version > 0),
    description_number INTEGER NOT NULL CHECK (description_number > 0),
    notice_seen_at INTEGER,
    reached_assessed_at INTEGER,
    debriefed_at INTEGER,
    -- Why and by whom it is rejected.
    rejection TEXT CHECK (json_valid(rejection)),
    CHECK ((held_from IS NOT NULL) = (state = 'on_hold')),
    CHECK (state <> 'rejected' OR rejection IS NOT NULL)
) STRICT;

-- One live application per person and job; after it ended, the person may apply again.
CREATE UNIQUE INDEX applications_live ON applications (job_id, candidate_id) WHERE state NOT IN (
    'hired', 'withdrawn', 'rejected', 'offer_declined', 'offer_lapsed', 'offer_rescinded',
    'closed_other_hired', 'closed_job_cancelled');
CREATE INDEX applications_by_change ON applications (updated_at, id);
CREATE INDEX applications_by_job ON applications (job_id, updated_at, id);
CREATE INDEX applications_by_candidate ON applications (candidate_id);

-- What a candidate answered about one version of the description (G11). First answers stay as they were.
CREATE TABLE acknowledgements (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    application_id BLOB NOT NULL CHECK (length(application_id) = 16) REFERENCES applications (id),
    description_number INTEGER NOT NULL CHECK (description_number > 0),
    first_answers TEXT NOT NULL CHECK (json_valid(first_answers)),
    answers TEXT NOT NULL CHECK (json_valid(answers)),
    right_answers INTEGER NOT NULL CHECK (right_answers BETWEEN 0 AND 5),
    expected_sales_pct INTEGER NOT NULL CHECK (expected_sales_pct BETWEEN 0 AND 100),
    created_at INTEGER NOT NULL,
    completed_at INTEGER,
    CHECK (completed_at IS NULL OR right_answers = 5),
    UNIQUE (application_id, description_number)
) STRICT;

-- Talks about what the candidate expects and what the role is (G11).
CREATE TABLE role_talks (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    application_id BLOB NOT NULL CHECK (length(application_id) = 16) REFERENCES applications (id),
    description_number INTEGER NOT NULL CHECK (description_number > 0),
    text TEXT NOT NULL,
    held_by BLOB NOT NULL CHECK (length(held_by) = 16) REFERENCES users (id),
    held_at INTEGER NOT NULL
) STRICT;

CREATE INDEX role_talks_by_application ON role_talks (application_id, held_at);

-- HR's ticks on the must-haves, each by its wording, so that a new wording asks for a new tick (G12).
CREATE TABLE must_have_checks (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    application_id BLOB NOT NULL CHECK (length(application_id) = 16) REFERENCES applications (id),
    requirement TEXT NOT NULL,
    met INTEGER NOT NULL CHECK (met IN (0, 1)),
    evidence TEXT,
    checked_by BLOB NOT NULL CHECK (length(checked_by) = 16) REFERENCES users (id),
    checked_at INTEGER NOT NULL,
    UNIQUE (application_id, requirement)
) STRICT;

-- What raters declare about themselves and this candidate (G14).
CREATE TABLE conflict_declarations (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    application_id BLOB NOT NULL CHECK (length(application_id) = 16) REFERENCES applications (id),
    user_id BLOB NOT NULL CHECK (length(user_id) = 16) REFERENCES users (id),
    kind TEXT NOT NULL CHECK (kind IN ('none', 'relative', 'referrer', 'report_to_be')),
    note TEXT,
    declared_at INTEGER NOT NULL,
    UNIQUE (application_id, user_id)
) STRICT;

-- Warning signs (3.15). The same sign from the same cause is raised once.
CREATE TABLE red_flags (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    application_id BLOB NOT NULL CHECK (length(application_id) = 16) REFERENCES applications (id),
    code TEXT NOT NULL,
    cause TEXT NOT NULL,
    raiser TEXT NOT NULL CHECK (raiser IN (
        'rater', 'referee', 'exercise', 'expectation_answer', 'rule', 'gate', 'anyone')),
    raised_by BLOB CHECK (length(raised_by) = 16) REFERENCES users (id),
    text TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'disproved', 'explained', 'accepted_with_plan', 'confirmed')),
    raised_at INTEGER NOT NULL,
    -- What one of HR lead and hiring manager proposes and the other confirms.
    proposal TEXT CHECK (json_valid(proposal)),
    resolved_by BLOB CHECK (length(resolved_by) = 16) REFERENCES users (id),
    resolved_at INTEGER,
    CHECK (state = 'open' OR (proposal IS NOT NULL AND resolved_by IS NOT NULL AND resolved_at IS NOT NULL)),
    UNIQUE (application_id, code, cause)
) STRICT;
