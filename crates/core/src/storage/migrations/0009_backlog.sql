-- Large imports: files are kept in pieces, and the search index catches up behind.

-- Sealed bytes of files that wait or are being applied, piece by piece in the order of their numbers.
CREATE TABLE staged_piece (
    package INTEGER NOT NULL,
    nr      INTEGER NOT NULL,
    bytes   BLOB NOT NULL,
    PRIMARY KEY (package, nr)
) STRICT;
INSERT INTO staged_piece (package, nr, bytes) SELECT package, 0, bytes FROM staged;
DELETE FROM staged;

-- Tickets whose row is newer than what the search index has of them; none but for a while after an import.
CREATE TABLE find_waiting (
    rid INTEGER PRIMARY KEY
) STRICT;
