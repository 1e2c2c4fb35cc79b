-- Imports: what comes in touches fewer pages.

-- The check for conflicts of interest looks for one side or the other; rows of the wrong one need not be passed over.
DROP INDEX party_by_name_key;
DROP INDEX party_by_id_key;
DROP INDEX party_by_credit_code;
DROP INDEX party_by_phone;
CREATE INDEX party_beside_by_name_key ON party (name_key) WHERE against = 0 AND name_key <> '';
CREATE INDEX party_beside_by_id_key ON party (id_key) WHERE against = 0 AND id_key <> '';
CREATE INDEX party_beside_by_credit_code ON party (credit_code) WHERE against = 0 AND credit_code <> '';
CREATE INDEX party_beside_by_phone ON party (phone) WHERE against = 0 AND phone <> '';

-- The number back to front says the same and is what the search asks.
DROP INDEX ticket_by_id_key;
ALTER TABLE ticket DROP COLUMN id_key;

-- By which file entries came, run by run: those of a file mostly stand one behind the other.
ALTER TABLE arrival RENAME TO arrival_of_entry;
CREATE TABLE arrival (
    first   INTEGER PRIMARY KEY,
    last    INTEGER NOT NULL,
    package INTEGER NOT NULL
) STRICT;
INSERT INTO arrival (first, last, package)
SELECT min(entry_rid), max(entry_rid), package FROM (
    SELECT entry_rid, package, entry_rid - row_number() OVER (PARTITION BY package ORDER BY entry_rid) AS run
    FROM arrival_of_entry)
GROUP BY package, run;
DROP TABLE arrival_of_entry;
CREATE INDEX arrival_by_package ON arrival (package, first);
