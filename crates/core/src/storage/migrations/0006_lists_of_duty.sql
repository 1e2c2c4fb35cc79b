-- Lists of what is urgent and of what waits. The green channel (绿色通道): open tickets with it stand first in lists by due day, and lists can be filtered by it.

ALTER TABLE ticket ADD COLUMN
    rank INTEGER NOT NULL AS (CASE WHEN open = 1 AND green <> '' THEN 0 ELSE 1 END) VIRTUAL;

DROP INDEX ticket_open_newest;
DROP INDEX ticket_open_by_due;
DROP INDEX ticket_held_newest;
DROP INDEX ticket_held_by_due;
CREATE INDEX ticket_open_newest ON ticket (rid, due, rank, window, state, assignee, groups) WHERE open = 1;
CREATE INDEX ticket_open_by_due ON ticket (rank, due_key, rid, due, window, state, assignee, groups) WHERE open = 1;
CREATE INDEX ticket_held_newest ON ticket (holder, rid, rank, window, state, assignee, groups) WHERE open = 1;
CREATE INDEX ticket_held_by_due ON ticket (holder, rank, due_key, rid, window, state, assignee, groups) WHERE open = 1;

ALTER TABLE supervision ADD COLUMN rank INTEGER NOT NULL DEFAULT 1;
DROP INDEX supervision_open;
DROP INDEX supervision_by_window;
CREATE INDEX supervision_open ON supervision (level DESC, rank, due, rid, key) WHERE state <> 'closed';
CREATE INDEX supervision_by_window ON supervision (window, level DESC, rank, due, rid, key) WHERE state <> 'closed';

-- What waits on tickets: home visits that were ordered, proposals to decide, referrals without an answer.
CREATE TABLE pending (
    rid    INTEGER NOT NULL,
    kind   TEXT NOT NULL,
    window TEXT NOT NULL,
    at     TEXT NOT NULL,
    staff  TEXT NOT NULL,
    PRIMARY KEY (rid, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX pending_by_kind ON pending (kind, at, rid);

-- What a member of staff is good at, for mediators: fields of disputes and kind of mediator.
ALTER TABLE staff ADD COLUMN fields TEXT NOT NULL DEFAULT '';
ALTER TABLE staff ADD COLUMN qualification TEXT NOT NULL DEFAULT '';

-- Entries made without the right to them set no fields any more, and the ranks follow from the journal.
INSERT INTO local (key, value) VALUES ('rebuild', 'green') ON CONFLICT (key) DO UPDATE SET value = excluded.value;
