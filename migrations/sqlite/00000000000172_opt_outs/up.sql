-- Links in mails with which their reader turns off what such mails are about, without signing in (RFC 8058), as hashes.
CREATE TABLE mail_opt_outs (
    hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    -- In lower case, as in `mail_choices`.
    address TEXT NOT NULL,
    -- What the mail was about; none: all that comes in one mail each morning.
    topic TEXT,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX mail_opt_outs_by_age ON mail_opt_outs (created_at);
CREATE INDEX mail_opt_outs_by_address ON mail_opt_outs (address);
