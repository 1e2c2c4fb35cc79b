-- Journal: every change, never removed. Own series and those of other devices side by side.
CREATE TABLE entry (
    rid          INTEGER PRIMARY KEY,
    device       INTEGER NOT NULL,
    epoch        INTEGER NOT NULL,
    seq          INTEGER NOT NULL CHECK (seq > 0),
    wall_ms      INTEGER NOT NULL,
    counter      INTEGER NOT NULL,
    account      BLOB NOT NULL CHECK (length(account) = 16),
    role         TEXT NOT NULL,
    site         TEXT NOT NULL,
    tier         TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id   BLOB NOT NULL CHECK (length(subject_id) = 16),
    kind         TEXT NOT NULL,
    version      INTEGER NOT NULL,
    base         BLOB NOT NULL,
    payload_hash BLOB NOT NULL CHECK (length(payload_hash) = 32),
    prev         BLOB NOT NULL CHECK (length(prev) = 32),
    hash         BLOB NOT NULL CHECK (length(hash) = 32),
    body         BLOB NOT NULL,
    UNIQUE (device, epoch, seq)
) STRICT;
CREATE INDEX entry_by_subject ON entry (subject_id, rid);

CREATE TRIGGER entry_is_never_removed BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;
CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
WHEN OLD.hash IS NOT NEW.hash OR OLD.rid IS NOT NEW.rid OR length(NEW.body) > 0
BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;

-- What belongs to this device alone and never travels.
CREATE TABLE local (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Next counter of ticket numbers, by device mark and day.
CREATE TABLE number_counter (
    mark TEXT NOT NULL,
    day  TEXT NOT NULL,
    next INTEGER NOT NULL,
    PRIMARY KEY (mark, day)
) STRICT, WITHOUT ROWID;

-- Forms kept for later; of this device, not of the record.
CREATE TABLE draft (
    id           TEXT PRIMARY KEY,
    account      TEXT NOT NULL,
    title        TEXT NOT NULL,
    content      TEXT NOT NULL,
    saved_ms     INTEGER NOT NULL,
    discarded_ms INTEGER
) STRICT, WITHOUT ROWID;

-- Who looked at what: a chain of its own.
CREATE TABLE access (
    seq     INTEGER PRIMARY KEY,
    at_ms   INTEGER NOT NULL,
    account TEXT NOT NULL,
    actor   TEXT NOT NULL,
    action  TEXT NOT NULL,
    subject TEXT NOT NULL,
    reason  TEXT NOT NULL,
    prev    BLOB NOT NULL,
    hash    BLOB NOT NULL
) STRICT;
CREATE TRIGGER access_is_never_removed BEFORE DELETE ON access
BEGIN SELECT RAISE(ABORT, 'the access log is never shortened'); END;
CREATE TRIGGER access_is_never_changed BEFORE UPDATE ON access
BEGIN SELECT RAISE(ABORT, 'the access log is never changed'); END;

-- Read model. Everything below follows from the journal and can be rebuilt from it.

CREATE TABLE person (
    rid         INTEGER PRIMARY KEY,
    id          BLOB NOT NULL UNIQUE,
    merged_into BLOB,
    name        TEXT NOT NULL,
    name_key    TEXT NOT NULL,
    gender      TEXT NOT NULL,
    birth       TEXT NOT NULL,
    id_kind     TEXT NOT NULL,
    id_number   TEXT NOT NULL,
    id_key      TEXT NOT NULL,
    phone       TEXT NOT NULL,
    address     TEXT NOT NULL,
    disputed    INTEGER NOT NULL,
    version     INTEGER NOT NULL
) STRICT;
CREATE INDEX person_by_id_key ON person (id_key) WHERE id_key <> '';
CREATE INDEX person_by_name_key ON person (name_key) WHERE name_key <> '';
CREATE INDEX person_by_phone ON person (phone) WHERE phone <> '';
CREATE INDEX person_by_address ON person (address) WHERE address <> '';
CREATE INDEX person_by_birth ON person (birth) WHERE birth <> '';
CREATE INDEX person_by_merged_into ON person (merged_into) WHERE merged_into IS NOT NULL;

-- Readings of a person's name, for homophones among possible duplicates.
CREATE TABLE person_reading (
    reading TEXT NOT NULL,
    rid     INTEGER NOT NULL,
    PRIMARY KEY (reading, rid)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_reading_by_rid ON person_reading (rid);

CREATE TABLE staff (
    id      BLOB PRIMARY KEY,
    login   TEXT NOT NULL,
    name    TEXT NOT NULL,
    role    TEXT NOT NULL,
    windows TEXT NOT NULL,
    phone   TEXT NOT NULL,
    unit    TEXT NOT NULL,
    active  INTEGER NOT NULL,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX staff_by_name ON staff (name);
CREATE INDEX staff_by_login ON staff (login) WHERE login <> '';

CREATE TABLE duty (
    day   TEXT NOT NULL,
    staff TEXT NOT NULL,
    PRIMARY KEY (day, staff)
) STRICT, WITHOUT ROWID;

CREATE TABLE visit (
    id              BLOB PRIMARY KEY,
    person_id       BLOB,
    received_ms     INTEGER NOT NULL,
    channel         TEXT NOT NULL,
    site            TEXT NOT NULL,
    first_contact   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_by_person ON visit (person_id) WHERE person_id IS NOT NULL;

CREATE TABLE ticket (
    rid            INTEGER PRIMARY KEY,
    id             BLOB NOT NULL UNIQUE,
    number         TEXT NOT NULL,
    visit_id       BLOB NOT NULL,
    person_id      BLOB,
    window         TEXT NOT NULL,
    state          TEXT NOT NULL,
    open           INTEGER NOT NULL,
    outcome        TEXT NOT NULL,
    matter         TEXT NOT NULL,
    requests       TEXT NOT NULL,
    summary        TEXT NOT NULL,
    assignee       TEXT NOT NULL,
    first_contact  TEXT NOT NULL,
    site           TEXT NOT NULL,
    channel        TEXT NOT NULL,
    received_ms    INTEGER NOT NULL,
    received_day   TEXT NOT NULL,
    ended_ms       INTEGER,
    due            TEXT,
    due_text       TEXT NOT NULL,
    visitor        TEXT NOT NULL,
    visitor_key    TEXT NOT NULL,
    id_number      TEXT NOT NULL,
    id_key         TEXT NOT NULL,
    id_tail        TEXT NOT NULL,
    phone_tail     TEXT NOT NULL,
    groups         TEXT NOT NULL,
    restricted     INTEGER NOT NULL,
    green          TEXT NOT NULL,
    disputed       INTEGER NOT NULL,
    rating_state   TEXT NOT NULL,
    rating_overall INTEGER NOT NULL,
    rating_task    TEXT NOT NULL,
    rating_code    TEXT NOT NULL,
    find_text      TEXT NOT NULL,
    version        INTEGER NOT NULL,
    -- What lists are ordered and cut by: no due day comes after every day, and what nobody took is the receiver's.
    due_key        TEXT NOT NULL AS (coalesce(due, '9999-99-99')) VIRTUAL,
    holder         TEXT NOT NULL AS (CASE assignee WHEN '' THEN first_contact ELSE assignee END) VIRTUAL,
    to_rate        INTEGER NOT NULL AS (rating_state IN ('not_asked', 'asked') AND state IN ('closed', 'refused')) VIRTUAL
) STRICT;
CREATE INDEX ticket_by_number ON ticket (number);
CREATE INDEX ticket_by_visit ON ticket (visit_id);
CREATE INDEX ticket_by_person ON ticket (person_id, rid) WHERE person_id IS NOT NULL;
CREATE INDEX ticket_by_due ON ticket (due_key, rid);
CREATE INDEX ticket_by_window ON ticket (window, rid);
CREATE INDEX ticket_by_window_due ON ticket (window, due_key, rid);
CREATE INDEX ticket_by_state ON ticket (state, rid);
CREATE INDEX ticket_by_assignee ON ticket (assignee, rid);
CREATE INDEX ticket_open ON ticket (rid) WHERE open = 1;
CREATE INDEX ticket_open_by_due ON ticket (due_key, rid) WHERE open = 1;
CREATE INDEX ticket_open_newest_by_window ON ticket (window, rid) WHERE open = 1;
CREATE INDEX ticket_open_by_window ON ticket (window, due_key, rid) WHERE open = 1;
CREATE INDEX ticket_open_by_assignee ON ticket (assignee, due_key, rid) WHERE open = 1;
CREATE INDEX ticket_open_by_holder ON ticket (holder, rid) WHERE open = 1;
CREATE INDEX ticket_open_by_holder_due ON ticket (holder, due_key, rid) WHERE open = 1;
CREATE INDEX ticket_by_day ON ticket (received_day, window);
CREATE INDEX ticket_to_rate ON ticket (rid) WHERE to_rate = 1;
CREATE INDEX ticket_to_rate_by_due ON ticket (due_key, rid) WHERE to_rate = 1;
CREATE INDEX ticket_rating_task ON ticket (rating_task, rid) WHERE rating_task <> '';
CREATE INDEX ticket_by_rating_code ON ticket (rating_code) WHERE rating_code <> '';
CREATE INDEX ticket_by_id_key ON ticket (id_key, rid) WHERE id_key <> '';
CREATE INDEX ticket_by_id_tail ON ticket (id_tail, rid) WHERE id_tail <> '';
CREATE INDEX ticket_by_phone_tail ON ticket (phone_tail, rid) WHERE phone_tail <> '';
CREATE INDEX ticket_by_visitor ON ticket (visitor_key, rid) WHERE visitor_key <> '';
CREATE INDEX ticket_disputed ON ticket (rid) WHERE disputed = 1;

-- Everybody named on a ticket, the visitor included: what the check for conflicts of interest looks through.
CREATE TABLE party (
    ticket_id   BLOB NOT NULL,
    key         TEXT NOT NULL,
    role        TEXT NOT NULL,
    kind        TEXT NOT NULL,
    name        TEXT NOT NULL,
    name_key    TEXT NOT NULL,
    id_key      TEXT NOT NULL,
    credit_code TEXT NOT NULL,
    phone       TEXT NOT NULL,
    PRIMARY KEY (ticket_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX party_by_name_key ON party (name_key) WHERE name_key <> '';
CREATE INDEX party_by_id_key ON party (id_key) WHERE id_key <> '';
CREATE INDEX party_by_credit_code ON party (credit_code) WHERE credit_code <> '';
CREATE INDEX party_by_phone ON party (phone) WHERE phone <> '';

-- Whoever had a ticket in hand.
CREATE TABLE hand (
    ticket_id BLOB NOT NULL,
    staff     TEXT NOT NULL,
    PRIMARY KEY (ticket_id, staff)
) STRICT, WITHOUT ROWID;


-- Pinyin keys of the people named on a ticket (found by prefix), dropped by ticket.
CREATE TABLE name_key (
    key TEXT NOT NULL,
    rid INTEGER NOT NULL,
    PRIMARY KEY (key, rid)
) STRICT, WITHOUT ROWID;
CREATE INDEX name_key_by_rid ON name_key (rid);

-- Search over names and text, cut into overlapping pairs beforehand.
CREATE VIRTUAL TABLE find USING fts5 (
    t, content = '', contentless_delete = 1, detail = none, prefix = '1', tokenize = 'unicode61'
);
