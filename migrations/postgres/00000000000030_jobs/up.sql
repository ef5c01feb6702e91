-- Openings for one account manager each.
CREATE TABLE jobs (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL CHECK (version > 0),
    state TEXT NOT NULL CHECK (state IN
        ('draft', 'kind_decided', 'jd_approved', 'plan_locked', 'open', 'on_hold', 'filled', 'cancelled')),
    entered_state_at TIMESTAMPTZ NOT NULL,
    title TEXT NOT NULL CHECK (title <> ''),
    reason TEXT NOT NULL CHECK (reason IN ('growth', 'replacement', 'surge', 'new_role')),
    hiring_manager UUID NOT NULL REFERENCES users (id),
    sponsor UUID NOT NULL REFERENCES users (id),
    ops_lead UUID NOT NULL REFERENCES users (id),
    hr UUID NOT NULL REFERENCES users (id),
    kind TEXT CHECK (kind IN ('client_focused', 'production_focused', 'hybrid')),
    kind_choice JSONB,
    role_plan JSONB NOT NULL,
    ladder JSONB NOT NULL,
    accountability JSONB NOT NULL,
    advert JSONB,
    -- The description candidates read; newer versions may be waiting for approval.
    description BIGINT CHECK (description > 0),
    -- The interview plan in use; newer versions may be waiting.
    plan BIGINT CHECK (plan > 0),
    policy_version BIGINT REFERENCES policies (version),
    content_version BIGINT REFERENCES content_versions (version),
    opened_at TIMESTAMPTZ,
    created_by UUID NOT NULL REFERENCES users (id),
    created_at TIMESTAMPTZ NOT NULL,
    CHECK ((kind IS NULL) = (kind_choice IS NULL))
);

CREATE INDEX jobs_by_age ON jobs (created_at, id);
CREATE INDEX jobs_by_state ON jobs (state, created_at, id);

-- Versions of a job's description. Their texts are never changed.
CREATE TABLE job_descriptions (
    id UUID NOT NULL PRIMARY KEY,
    job_id UUID NOT NULL REFERENCES jobs (id),
    number BIGINT NOT NULL CHECK (number > 0),
    body JSONB NOT NULL,
    -- What this version asks of those who already apply.
    active_applications TEXT NOT NULL CHECK (active_applications IN ('reacknowledge', 'finish_under_old')),
    author UUID NOT NULL REFERENCES users (id),
    created_at TIMESTAMPTZ NOT NULL,
    -- Since when it has been what candidates read.
    published_at TIMESTAMPTZ,
    UNIQUE (job_id, number)
);

-- Who agreed to a version of a description, and in which capacity.
CREATE TABLE job_approvals (
    id UUID NOT NULL PRIMARY KEY,
    job_id UUID NOT NULL REFERENCES jobs (id),
    description BIGINT NOT NULL CHECK (description > 0),
    capacity TEXT NOT NULL CHECK (capacity IN ('hiring_manager', 'ops_lead', 'sponsor')),
    user_id UUID NOT NULL REFERENCES users (id),
    created_at TIMESTAMPTZ NOT NULL,
    UNIQUE (job_id, description, capacity, user_id),
    FOREIGN KEY (job_id, description) REFERENCES job_descriptions (job_id, number)
);

-- Versions of a job's interview plan. They are never changed.
CREATE TABLE interview_plans (
    id UUID NOT NULL PRIMARY KEY,
    job_id UUID NOT NULL REFERENCES jobs (id),
    number BIGINT NOT NULL CHECK (number > 0),
    body JSONB NOT NULL,
    author UUID NOT NULL REFERENCES users (id),
    created_at TIMESTAMPTZ NOT NULL,
    UNIQUE (job_id, number)
);
