-- Who can sign in.
CREATE TABLE users (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    version INTEGER NOT NULL CHECK (version > 0),
    name TEXT NOT NULL CHECK (name <> ''),
    email TEXT NOT NULL,
    -- The address in lower case: two spellings are one person.
    email_key TEXT NOT NULL UNIQUE,
    password_hash TEXT,
    roles TEXT NOT NULL CHECK (json_valid(roles)),
    -- Whether the person works in the operations function (G22, G25).
    operations INTEGER NOT NULL CHECK (operations IN (0, 1)),
    reports_to BLOB CHECK (length(reports_to) = 16) REFERENCES users (id),
    disabled_at INTEGER,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX users_by_age ON users (created_at, id);
CREATE INDEX users_by_superior ON users (reports_to);

-- Bearer tokens: of a sign-in, or made for a program. Only hashes are kept. Times are wall times.
CREATE TABLE api_tokens (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    user_id BLOB NOT NULL CHECK (length(user_id) = 16) REFERENCES users (id),
    kind TEXT NOT NULL CHECK (kind IN ('session', 'api')),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;

CREATE INDEX api_tokens_by_user ON api_tokens (user_id);

-- Guests' links. The path of the link holds the token; only its hash is kept.
CREATE TABLE grants (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    purpose TEXT NOT NULL CHECK (purpose IN ('candidate', 'referee', 'password')),
    application_id BLOB CHECK (length(application_id) = 16),
    referee_id BLOB CHECK (length(referee_id) = 16),
    user_id BLOB CHECK (length(user_id) = 16) REFERENCES users (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    opened_at INTEGER,
    submitted_at INTEGER,
    revoked_at INTEGER,
    CHECK ((application_id IS NOT NULL) = (purpose IN ('candidate', 'referee'))),
    CHECK ((referee_id IS NOT NULL) = (purpose = 'referee')),
    CHECK ((user_id IS NOT NULL) = (purpose = 'password'))
) STRICT;

CREATE INDEX grants_by_application ON grants (application_id);
CREATE INDEX grants_by_user ON grants (user_id);

-- What a guest holds after pressing "Begin".
CREATE TABLE link_sessions (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    grant_id BLOB NOT NULL CHECK (length(grant_id) = 16) REFERENCES grants (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX link_sessions_by_grant ON link_sessions (grant_id);

-- Attempts at the interviewer certificate (dossier 2.5).
CREATE TABLE calibrations (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    user_id BLOB NOT NULL CHECK (length(user_id) = 16) REFERENCES users (id),
    ratings TEXT NOT NULL CHECK (json_valid(ratings)),
    result TEXT NOT NULL CHECK (json_valid(result)),
    passed INTEGER NOT NULL CHECK (passed IN (0, 1)),
    certified_until INTEGER,
    created_at INTEGER NOT NULL,
    CHECK ((certified_until IS NOT NULL) = passed)
) STRICT;

CREATE INDEX calibrations_by_user ON calibrations (user_id, certified_until);
