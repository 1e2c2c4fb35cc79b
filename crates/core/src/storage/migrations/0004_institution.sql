-- Institutions matters are referred to.
CREATE TABLE institution (
    id          BLOB PRIMARY KEY,
    name        TEXT NOT NULL,
    windows     TEXT NOT NULL,
    categories  TEXT NOT NULL,
    credit_code TEXT NOT NULL,
    branch_of   TEXT NOT NULL,
    address     TEXT NOT NULL,
    phone       TEXT NOT NULL,
    contact     TEXT NOT NULL,
    note        TEXT NOT NULL,
    active      INTEGER NOT NULL,
    version     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX institution_by_name ON institution (name);
