-- Finished papers as they were made, of this device; not part of the read model.
CREATE TABLE paper_file (
    sha256 TEXT PRIMARY KEY,
    pdf    BLOB NOT NULL
) STRICT;

-- Issued papers and their marked copies: what each is found by.
CREATE TABLE paper (
    rid       INTEGER NOT NULL,
    nr        INTEGER NOT NULL,
    ticket_id BLOB NOT NULL,
    number    TEXT NOT NULL,
    sha256    TEXT NOT NULL,
    PRIMARY KEY (rid, nr)
) STRICT, WITHOUT ROWID;
CREATE INDEX paper_by_number ON paper (number) WHERE number <> '';
CREATE INDEX paper_by_sha256 ON paper (sha256) WHERE sha256 <> '';

-- Papers that were printed before follow from the journal.
INSERT INTO local (key, value) VALUES ('rebuild', 'paper') ON CONFLICT (key) DO UPDATE SET value = excluded.value;

-- Numbered blank slips for power cuts, by where they are.
CREATE TABLE slip (
    number     TEXT PRIMARY KEY,
    batch      BLOB NOT NULL,
    out_ms     INTEGER NOT NULL,
    author     TEXT NOT NULL,
    holder     TEXT NOT NULL,
    state      TEXT NOT NULL,
    ticket_id  BLOB,
    reason     TEXT NOT NULL,
    settled_ms INTEGER,
    settled_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX slip_out ON slip (number) WHERE state = 'out';
CREATE INDEX slip_settled ON slip (settled_ms DESC, number) WHERE state <> 'out';
