-- Lists read keys from an index that holds all they filter by, and the dashboard reads counts that are kept.

-- Searches and lists over every ticket go through `find`, which from now on also holds what a list filters by.
DROP INDEX ticket_by_due;
DROP INDEX ticket_by_window;
DROP INDEX ticket_by_window_due;
DROP INDEX ticket_by_state;
DROP INDEX ticket_by_assignee;
DROP INDEX ticket_open;
DROP INDEX ticket_open_by_due;
DROP INDEX ticket_open_newest_by_window;
DROP INDEX ticket_open_by_window;
DROP INDEX ticket_open_by_holder;
DROP INDEX ticket_open_by_holder_due;
DROP INDEX ticket_to_rate;
DROP INDEX ticket_to_rate_by_due;

CREATE INDEX ticket_open_newest ON ticket (rid, due, window, state, assignee, groups) WHERE open = 1;
CREATE INDEX ticket_open_by_due ON ticket (due_key, rid, due, window, state, assignee, groups) WHERE open = 1;
CREATE INDEX ticket_held_newest ON ticket (holder, rid, window, state, assignee, groups) WHERE open = 1;
CREATE INDEX ticket_held_by_due ON ticket (holder, due_key, rid, window, state, assignee, groups) WHERE open = 1;

-- How many tickets of a window were received on a day, are open with a due day, wait for a rating, are there at all.
CREATE TABLE counter (
    kind   TEXT NOT NULL,
    window TEXT NOT NULL,
    day    TEXT NOT NULL,
    n      INTEGER NOT NULL,
    PRIMARY KEY (kind, window, day)
) STRICT, WITHOUT ROWID;

-- What the counters say when they are right.
CREATE VIEW recount AS
SELECT kind, window, day, count(*) AS n FROM (
    SELECT 'all' AS kind, window, '' AS day FROM ticket
    UNION ALL SELECT 'received', window, received_day FROM ticket
    UNION ALL SELECT 'open', window, due_key FROM ticket WHERE open = 1
    UNION ALL SELECT 'to_rate', window, '' FROM ticket WHERE to_rate = 1
) GROUP BY kind, window, day;

INSERT INTO counter (kind, window, day, n) SELECT kind, window, day, n FROM recount;

CREATE TRIGGER ticket_comes AFTER INSERT ON ticket
BEGIN
    INSERT INTO counter (kind, window, day, n)
    SELECT 'all', NEW.window, '', 1
    UNION ALL SELECT 'received', NEW.window, NEW.received_day, 1
    UNION ALL SELECT 'open', NEW.window, NEW.due_key, 1 WHERE NEW.open = 1
    UNION ALL SELECT 'to_rate', NEW.window, '', 1 WHERE NEW.to_rate = 1
    ON CONFLICT (kind, window, day) DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER ticket_goes AFTER DELETE ON ticket
BEGIN
    UPDATE counter SET n = n - 1
    WHERE window = OLD.window
      AND (kind = 'all' AND day = ''
           OR kind = 'received' AND day = OLD.received_day
           OR kind = 'open' AND day = OLD.due_key AND OLD.open = 1
           OR kind = 'to_rate' AND day = '' AND OLD.to_rate = 1);
    DELETE FROM counter WHERE n = 0 AND window = OLD.window AND day IN ('', OLD.received_day, OLD.due_key);
END;

CREATE TRIGGER ticket_changes AFTER UPDATE ON ticket
WHEN (OLD.window, OLD.received_day, OLD.open, OLD.due_key, OLD.to_rate)
     IS NOT (NEW.window, NEW.received_day, NEW.open, NEW.due_key, NEW.to_rate)
BEGIN
    UPDATE counter SET n = n - 1
    WHERE window = OLD.window
      AND (kind = 'all' AND day = ''
           OR kind = 'received' AND day = OLD.received_day
           OR kind = 'open' AND day = OLD.due_key AND OLD.open = 1
           OR kind = 'to_rate' AND day = '' AND OLD.to_rate = 1);
    INSERT INTO counter (kind, window, day, n)
    SELECT 'all', NEW.window, '', 1
    UNION ALL SELECT 'received', NEW.window, NEW.received_day, 1
    UNION ALL SELECT 'open', NEW.window, NEW.due_key, 1 WHERE NEW.open = 1
    UNION ALL SELECT 'to_rate', NEW.window, '', 1 WHERE NEW.to_rate = 1
    ON CONFLICT (kind, window, day) DO UPDATE SET n = n + 1;
    DELETE FROM counter WHERE n = 0 AND window = OLD.window AND day IN ('', OLD.received_day, OLD.due_key);
END;
