-- Limits of tickets: what each was computed from and what came of it, so that a new calendar needs no folding.
CREATE TABLE ticket_limit (
    rid          INTEGER NOT NULL,
    nr           INTEGER NOT NULL,
    window       TEXT NOT NULL,
    rule         TEXT NOT NULL,
    subject      TEXT NOT NULL,
    in_force     TEXT NOT NULL,
    from_day     TEXT NOT NULL,
    from_ms      INTEGER NOT NULL,
    length       INTEGER,
    unit         TEXT NOT NULL,
    pauses       TEXT NOT NULL,
    met          TEXT,
    dropped      INTEGER NOT NULL,
    due          TEXT,
    due_ms       INTEGER,
    due_strict   TEXT,
    suspended    INTEGER NOT NULL,
    paused_since TEXT,
    promised     TEXT,
    hard         INTEGER NOT NULL,
    estimated    INTEGER NOT NULL,
    unverified   INTEGER NOT NULL,
    -- Somebody still has to meet it, and its clock runs.
    runs         INTEGER NOT NULL AS (met IS NULL AND dropped = 0 AND paused_since IS NULL) VIRTUAL,
    PRIMARY KEY (rid, nr)
) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_limit_by_due ON ticket_limit (due, rid, nr) WHERE runs = 1;
CREATE INDEX ticket_limit_by_window ON ticket_limit (window, due, rid, nr) WHERE runs = 1;

-- Supervision (督办) of tickets whose limits came near or passed.
CREATE TABLE supervision (
    rid        INTEGER NOT NULL,
    key        TEXT NOT NULL,
    window     TEXT NOT NULL,
    rule       TEXT NOT NULL,
    level      INTEGER NOT NULL,
    due        TEXT NOT NULL,
    opened_ms  INTEGER NOT NULL,
    raised_ms  INTEGER NOT NULL,
    superior   TEXT NOT NULL,
    holder     TEXT NOT NULL,
    state      TEXT NOT NULL,
    PRIMARY KEY (rid, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX supervision_open ON supervision (level DESC, due, rid, key) WHERE state <> 'closed';
CREATE INDEX supervision_by_window ON supervision (window, level DESC, due, rid, key) WHERE state <> 'closed';
CREATE INDEX supervision_closed ON supervision (raised_ms DESC, rid, key) WHERE state = 'closed';

-- The rows of tickets that are there already follow from the journal.
INSERT INTO local (key, value) VALUES ('rebuild', 'limits') ON CONFLICT (key) DO UPDATE SET value = excluded.value;
