-- Cache: what the rules found is kept from this person until their first grade.
ALTER TABLE seat ADD COLUMN withheld INTEGER NOT NULL DEFAULT 0;
CREATE INDEX seat_withheld ON seat (person) WHERE withheld = 1;
