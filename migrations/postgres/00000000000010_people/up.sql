-- Who can sign in.
CREATE TABLE users (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL CHECK (version > 0),
    name TEXT NOT NULL CHECK (name <> ''),
    email TEXT NOT NULL,
    -- The address in lower case: two spellings are one person.
    email_key TEXT NOT NULL UNIQUE,
    password_hash TEXT,
    roles JSONB NOT NULL,
    -- Whether the person works in the operations function (G22, G25).
    operations BOOLEAN NOT NULL,
    reports_to UUID REFERENCES users (id),
    disabled_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE INDEX users_by_age ON users (created_at, id);
CREATE INDEX users_by_superior ON users (reports_to);

-- Bearer tokens: of a sign-in, or made for a program. Only hashes are kept. Times are wall times.
CREATE TABLE api_tokens (
    id UUID NOT NULL PRIMARY KEY,
    hash BYTEA NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
    user_id UUID NOT NULL REFERENCES users (id),
    kind TEXT NOT NULL CHECK (kind IN ('session', 'api')),
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    revoked_at TIMESTAMPTZ
);

CREATE INDEX api_tokens_by_user ON api_tokens (user_id);

-- Guests' links. The path of the link holds the token; only its hash is kept.
CREATE TABLE grants (
    id UUID NOT NULL PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
    purpose TEXT NOT NULL CHECK (purpose IN ('candidate', 'referee', 'password')),
    application_id UUID,
    referee_id UUID,
    user_id UUID REFERENCES users (id),
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    opened_at TIMESTAMPTZ,
    submitted_at TIMESTAMPTZ,
    revoked_at TIMESTAMPTZ,
    CHECK ((application_id IS NOT NULL) = (purpose IN ('candidate', 'referee'))),
    CHECK ((referee_id IS NOT NULL) = (purpose = 'referee')),
    CHECK ((user_id IS NOT NULL) = (purpose = 'password'))
);

CREATE INDEX grants_by_application ON grants (application_id);
CREATE INDEX grants_by_user ON grants (user_id);

-- What a guest holds after pressing "Begin".
CREATE TABLE link_sessions (
    id UUID NOT NULL PRIMARY KEY,
    hash BYTEA NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
    grant_id UUID NOT NULL REFERENCES grants (id),
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);

CREATE INDEX link_sessions_by_grant ON link_sessions (grant_id);

-- Attempts at the interviewer certificate (dossier 2.5).
CREATE TABLE calibrations (
    id UUID NOT NULL PRIMARY KEY,
    user_id UUID NOT NULL REFERENCES users (id),
    ratings JSONB NOT NULL,
    result JSONB NOT NULL,
    passed BOOLEAN NOT NULL,
    certified_until TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
    CHECK ((certified_until IS NOT NULL) = passed)
);

CREATE INDEX calibrations_by_user ON calibrations (user_id, certified_until);
