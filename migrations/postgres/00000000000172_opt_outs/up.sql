-- Links in mails with which their reader turns off what such mails are about, without signing in (RFC 8058), as hashes.
CREATE TABLE mail_opt_outs (
    hash bytea NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    -- In lower case, as in `mail_choices`.
    address text NOT NULL,
    -- What the mail was about; none: all that comes in one mail each morning.
    topic text,
    created_at timestamptz NOT NULL
);

CREATE INDEX mail_opt_outs_by_age ON mail_opt_outs (created_at);
CREATE INDEX mail_opt_outs_by_address ON mail_opt_outs (address);
