-- The one company of the installation.
CREATE TABLE company (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL CHECK (version > 0),
    body TEXT NOT NULL CHECK (json_valid(body)),
    -- What the configuration says of it.
    configured TEXT NOT NULL CHECK (json_valid(configured)),
    updated_at INTEGER NOT NULL
) STRICT;

-- The numbers gates run under. A version is in force once it has both signatures; version 1 comes from the
-- configuration and needs none.
CREATE TABLE policies (
    version INTEGER NOT NULL PRIMARY KEY CHECK (version > 0),
    body TEXT NOT NULL CHECK (json_valid(body)),
    reason TEXT NOT NULL,
    proposed_by BLOB CHECK (length(proposed_by) = 16) REFERENCES users (id),
    approved_by_hr_lead BLOB CHECK (length(approved_by_hr_lead) = 16) REFERENCES users (id),
    approved_by_sponsor BLOB CHECK (length(approved_by_sponsor) = 16) REFERENCES users (id),
    created_at INTEGER NOT NULL,
    effective_at INTEGER,
    CHECK (approved_by_hr_lead IS NULL OR approved_by_sponsor IS NULL OR approved_by_hr_lead <> approved_by_sponsor),
    CHECK (version = 1 OR effective_at IS NULL
        OR (approved_by_hr_lead IS NOT NULL AND approved_by_sponsor IS NOT NULL))
) STRICT;

-- What the company lays over the shipped content. Version 1 lays nothing over it.
CREATE TABLE content_versions (
    version INTEGER NOT NULL PRIMARY KEY CHECK (version > 0),
    overlay TEXT NOT NULL CHECK (json_valid(overlay)),
    reason TEXT NOT NULL,
    created_by BLOB CHECK (length(created_by) = 16) REFERENCES users (id),
    created_at INTEGER NOT NULL
) STRICT;
