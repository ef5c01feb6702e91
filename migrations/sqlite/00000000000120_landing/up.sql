-- The page below the guest's own to which "Begin" leads, e.g. `referees`; none: the guest's first page. It stands
-- here and not in the mailed address, so that every link looks alike and nobody can bend one.
ALTER TABLE grants ADD COLUMN leads_to TEXT;
