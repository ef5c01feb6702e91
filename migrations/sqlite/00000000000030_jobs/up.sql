-- Openings for one account manager each.
CREATE TABLE jobs (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    version INTEGER NOT NULL CHECK (version > 0),
    state TEXT NOT NULL CHECK (state IN
        ('draft', 'kind_decided', 'jd_approved', 'plan_locked', 'open', 'on_hold', 'filled', 'cancelled')),
    entered_state_at INTEGER NOT NULL,
    title TEXT NOT NULL CHECK (title <> ''),
    reason TEXT NOT NULL CHECK (reason IN ('growth', 'replacement', 'surge', 'new_role')),
    hiring_manager BLOB NOT NULL CHECK (length(hiring_manager) = 16) REFERENCES users (id),
    sponsor BLOB NOT NULL CHECK (length(sponsor) = 16) REFERENCES users (id),
    ops_lead BLOB NOT NULL CHECK (length(ops_lead) = 16) REFERENCES users (id),
    hr BLOB NOT NULL CHECK (length(hr) = 16) REFERENCES users (id),
    kind TEXT CHECK (kind IN ('client_focused', 'production_focused', 'hybrid')),
    kind_choice TEXT CHECK (json_valid(kind_choice)),
    role_plan TEXT NOT NULL CHECK (json_valid(role_plan)),
    ladder TEXT NOT NULL CHECK (json_valid(ladder)),
    accountability TEXT NOT NULL CHECK (json_valid(accountability)),
    advert TEXT CHECK (json_valid(advert)),
    -- The description candidates read; newer versions may be waiting for approval.
    description INTEGER CHECK (description > 0),
    -- The interview plan in use; newer versions may be waiting.
    plan INTEGER CHECK (plan > 0),
    policy_version INTEGER REFERENCES policies (version),
    content_version INTEGER REFERENCES content_versions (version),
    opened_at INTEGER,
    created_by BLOB NOT NULL CHECK (length(created_by) = 16) REFERENCES users (id),
    created_at INTEGER NOT NULL,
    CHECK ((kind IS NULL) = (kind_choice IS NULL))
) STRICT;

CREATE INDEX jobs_by_age ON jobs (created_at, id);
CREATE INDEX jobs_by_state ON jobs (state, created_at, id);

-- Versions of a job's description. Their texts are never changed.
CREATE TABLE job_descriptions (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    job_id BLOB NOT NULL CHECK (length(job_id) = 16) REFERENCES jobs (id),
    number INTEGER NOT NULL CHECK (number > 0),
    body TEXT NOT NULL CHECK (json_valid(body)),
    -- What this version asks of those who already apply.
    active_applications TEXT NOT NULL CHECK (active_applications IN ('reacknowledge', 'finish_under_old')),
    author BLOB NOT NULL CHECK (length(author) = 16) REFERENCES users (id),
    created_at INTEGER NOT NULL,
    -- Since when it has been what candidates read.
    published_at INTEGER,
    UNIQUE (job_id, number)
) STRICT;

-- Who agreed to a version of a description, and in which capacity.
CREATE TABLE job_approvals (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    job_id BLOB NOT NULL CHECK (length(job_id) = 16) REFERENCES jobs (id),
    description INTEGER NOT NULL CHECK (description > 0),
    capacity TEXT NOT NULL CHECK (capacity IN ('hiring_manager', 'ops_lead', 'sponsor')),
    user_id BLOB NOT NULL CHECK (length(user_id) = 16) REFERENCES users (id),
    created_at INTEGER NOT NULL,
    UNIQUE (job_id, description, capacity, user_id),
    FOREIGN KEY (job_id, description) REFERENCES job_descriptions (job_id, number)
) STRICT;

-- Versions of a job's interview plan. They are never changed.
CREATE TABLE interview_plans (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    job_id BLOB NOT NULL CHECK (length(job_id) = 16) REFERENCES jobs (id),
    number INTEGER NOT NULL CHECK (number > 0),
    body TEXT NOT NULL CHECK (json_valid(body)),
    author BLOB NOT NULL CHECK (length(author) = 16) REFERENCES users (id),
    created_at INTEGER NOT NULL,
    UNIQUE (job_id, number)
) STRICT;
