-- The check for conflicts of interest looks for the other side alone; few parties stand against a visitor.
ALTER TABLE party ADD COLUMN against INTEGER NOT NULL DEFAULT 0;
UPDATE party SET against = 1 WHERE role IN ('opponent', 'spouse');
CREATE INDEX party_against_by_name_key ON party (name_key) WHERE against = 1 AND name_key <> '';
CREATE INDEX party_against_by_id_key ON party (id_key) WHERE against = 1 AND id_key <> '';
CREATE INDEX party_against_by_credit_code ON party (credit_code) WHERE against = 1 AND credit_code <> '';
CREATE INDEX party_against_by_phone ON party (phone) WHERE against = 1 AND phone <> '';
