-- When the candidate pressed "Begin" and saw the material, and the minutes HR gave on request beside the usual ones
-- (dossier 4.0). Raters are told of neither.
ALTER TABLE exercises ADD COLUMN started_at INTEGER;
ALTER TABLE exercises ADD COLUMN extra_minutes INTEGER NOT NULL DEFAULT 0 CHECK (extra_minutes >= 0);
