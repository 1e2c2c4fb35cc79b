-- The hall: what lies for and comes from each other desk at the place they share. Of this device alone; never travels.
CREATE TABLE mailbox (
    peer       INTEGER PRIMARY KEY,
    -- Name of the newest letter of it that was taken in, and when; empty and none before the first.
    taken      TEXT NOT NULL,
    heard_ms   INTEGER,
    -- Why its newest letter could not be taken in; empty when it could.
    fault      TEXT NOT NULL,
    -- Since when it has to be told what was taken in.
    owes_ms    INTEGER,
    -- Name of the letter that lies for it, when it was put there, and the newest feed number in it, 0 for none.
    put        TEXT NOT NULL,
    put_ms     INTEGER NOT NULL,
    put_last   INTEGER NOT NULL,
    -- Devices it hears itself, as a JSON list: their entries need not be sent on to it.
    hears      TEXT NOT NULL
) STRICT;
