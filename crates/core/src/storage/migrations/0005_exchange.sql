-- Exchange by file: with whom, what was given and taken, and what of it was taken back.

-- Site an account belongs to; empty for those entered before sites exchanged anything.
ALTER TABLE staff ADD COLUMN site TEXT NOT NULL DEFAULT '';

-- Other desks as enrolled here. Follows from the own series.
CREATE TABLE peer (
    device     INTEGER PRIMARY KEY,
    relation   TEXT NOT NULL,
    segment    TEXT NOT NULL,
    tier       TEXT NOT NULL,
    site_name  TEXT NOT NULL,
    desk_name  TEXT NOT NULL,
    mark       TEXT NOT NULL,
    epoch      INTEGER NOT NULL,
    sign_key   BLOB NOT NULL CHECK (length(sign_key) = 32),
    open_key   BLOB NOT NULL CHECK (length(open_key) = 32),
    state      TEXT NOT NULL,
    reason     TEXT NOT NULL,
    successor  INTEGER,
    changed_ms INTEGER NOT NULL
) STRICT;

-- Entries of packages that were taken back: in the journal, but not in the fold. Follows from the own series.
CREATE TABLE withdrawn (
    entry_rid INTEGER PRIMARY KEY,
    package   BLOB NOT NULL
) STRICT;
CREATE INDEX withdrawn_by_package ON withdrawn (package);

-- Everything below belongs to this device alone and never travels.

-- A directed link between two devices in their epochs.
CREATE TABLE link (
    nr         INTEGER PRIMARY KEY,
    way        TEXT NOT NULL CHECK (way IN ('out', 'in')),
    own_epoch  INTEGER NOT NULL,
    peer       INTEGER NOT NULL,
    peer_epoch INTEGER NOT NULL,
    -- Out: newest feed number the other side confirmed. In: newest one applied without a hole before it.
    done       INTEGER NOT NULL,
    -- Out: newest feed number in a file that was written.
    written    INTEGER NOT NULL,
    -- Number and hash of the newest file written or applied.
    number     INTEGER NOT NULL,
    hash       BLOB NOT NULL,
    -- Out: entries up to this row have been looked at.
    looked     INTEGER NOT NULL,
    UNIQUE (way, peer, own_epoch, peer_epoch)
) STRICT;

-- Entries by their feed number, which has no gaps within a link.
CREATE TABLE feed (
    link      INTEGER NOT NULL,
    nr        INTEGER NOT NULL,
    entry_rid INTEGER NOT NULL,
    PRIMARY KEY (link, nr)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX feed_by_entry ON feed (entry_rid, link);

-- Subjects that a filtered feed has begun with.
CREATE TABLE feed_subject (
    link       INTEGER NOT NULL,
    subject_id BLOB NOT NULL,
    PRIMARY KEY (link, subject_id)
) STRICT, WITHOUT ROWID;

-- Files written and taken in.
CREATE TABLE package (
    rid        INTEGER PRIMARY KEY,
    id         BLOB NOT NULL,
    link       INTEGER NOT NULL,
    way        TEXT NOT NULL,
    peer       INTEGER NOT NULL,
    number     INTEGER NOT NULL,
    feed_first INTEGER NOT NULL,
    feed_last  INTEGER NOT NULL,
    made_ms    INTEGER NOT NULL,
    at_ms      INTEGER NOT NULL,
    account    BLOB NOT NULL,
    state      TEXT NOT NULL,
    hash       BLOB NOT NULL,
    file_name  TEXT NOT NULL,
    -- Place in the link before it was applied, for taking it back.
    before     INTEGER NOT NULL,
    before_no  INTEGER NOT NULL,
    before_hash BLOB NOT NULL,
    -- Entries of it that were gone through.
    place      INTEGER NOT NULL,
    entries    INTEGER NOT NULL,
    fresh      INTEGER NOT NULL,
    known      INTEGER NOT NULL,
    returned   INTEGER NOT NULL,
    refused    INTEGER NOT NULL,
    UNIQUE (way, id)
) STRICT;
CREATE INDEX package_by_link ON package (link, number);
CREATE INDEX package_waiting ON package (link, feed_first) WHERE state IN ('held', 'applying');

-- Sealed bytes of files that wait or are being applied.
CREATE TABLE staged (
    package INTEGER PRIMARY KEY,
    bytes   BLOB NOT NULL
) STRICT;

-- By which file an entry came.
CREATE TABLE arrival (
    entry_rid INTEGER PRIMARY KEY,
    package   INTEGER NOT NULL
) STRICT;
CREATE INDEX arrival_by_package ON arrival (package);

-- Entries that were not taken in, with the reason; told to the sender with the next file.
CREATE TABLE quarantine (
    rid     INTEGER PRIMARY KEY,
    package INTEGER NOT NULL,
    entry   TEXT NOT NULL,
    hash    BLOB NOT NULL,
    reason  TEXT NOT NULL,
    bytes   BLOB NOT NULL
) STRICT;
CREATE INDEX quarantine_by_package ON quarantine (package);

-- Entries of this desk that the other side refused.
CREATE TABLE rejected (
    peer   INTEGER NOT NULL,
    entry  TEXT NOT NULL,
    reason TEXT NOT NULL,
    at_ms  INTEGER NOT NULL,
    PRIMARY KEY (peer, entry)
) STRICT, WITHOUT ROWID;

-- What the newest file of a desk told about it.
CREATE TABLE told (
    peer        INTEGER PRIMARY KEY,
    made_ms     INTEGER NOT NULL,
    received_ms INTEGER NOT NULL,
    number      INTEGER NOT NULL,
    program     TEXT NOT NULL,
    rules       TEXT NOT NULL,
    unconfirmed INTEGER NOT NULL,
    state_code  TEXT NOT NULL
) STRICT;

-- Rows of accounts that are there already follow from the journal.
INSERT INTO local (key, value) VALUES ('rebuild', 'exchange') ON CONFLICT (key) DO UPDATE SET value = excluded.value;
