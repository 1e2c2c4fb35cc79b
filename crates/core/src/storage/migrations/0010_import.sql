-- Imports: fewer rows and indexes for every ticket that comes in.

-- Names a waiting ticket is found by; none where their keys were written with its row.
ALTER TABLE find_waiting ADD COLUMN names TEXT;

-- No list and no search asks these; what a visit tells stands with its tickets.
DROP INDEX ticket_by_visitor;
DROP INDEX ticket_by_day;
DROP TABLE visit;

-- Whoever writes the row of a ticket that comes counts it, many at once.
DROP TRIGGER ticket_comes;
