-- Sort keys of names and units.
ALTER TABLE kase ADD COLUMN name_key BLOB NOT NULL DEFAULT x'';
ALTER TABLE kase ADD COLUMN unit_key BLOB NOT NULL DEFAULT x'';

-- Cache: what search looks through, 1024 cases a block, a part of each case in a row of its own.
CREATE TABLE seek (
  id INTEGER PRIMARY KEY, -- part * 2^32 + block; -1: how it was made
  data BLOB NOT NULL
) STRICT;
