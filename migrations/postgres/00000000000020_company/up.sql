-- The one company of the installation.
CREATE TABLE company (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    version BIGINT NOT NULL CHECK (version > 0),
    body JSONB NOT NULL,
    -- What the configuration says of it.
    configured JSONB NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);

-- The numbers gates run under. A version is in force once it has both signatures; version 1 comes from the
-- configuration and needs none.
CREATE TABLE policies (
    version BIGINT NOT NULL PRIMARY KEY CHECK (version > 0),
    body JSONB NOT NULL,
    reason TEXT NOT NULL,
    proposed_by UUID REFERENCES users (id),
    approved_by_hr_lead UUID REFERENCES users (id),
    approved_by_sponsor UUID REFERENCES users (id),
    created_at TIMESTAMPTZ NOT NULL,
    effective_at TIMESTAMPTZ,
    CHECK (approved_by_hr_lead IS NULL OR approved_by_sponsor IS NULL OR approved_by_hr_lead <> approved_by_sponsor),
    CHECK (version = 1 OR effective_at IS NULL
        OR (approved_by_hr_lead IS NOT NULL AND approved_by_sponsor IS NOT NULL))
);

-- What the company lays over the shipped content. Version 1 lays nothing over it.
CREATE TABLE content_versions (
    version BIGINT NOT NULL PRIMARY KEY CHECK (version > 0),
    overlay JSONB NOT NULL,
    reason TEXT NOT NULL,
    created_by UUID REFERENCES users (id),
    created_at TIMESTAMPTZ NOT NULL
);
