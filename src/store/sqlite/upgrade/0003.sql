-- How far money and results are, hundredths of a percent (-1: cannot be said), what is at stake, and
-- the cell of the grid (-1: none).
ALTER TABLE kase ADD COLUMN exec INTEGER NOT NULL DEFAULT -1;
ALTER TABLE kase ADD COLUMN goal INTEGER NOT NULL DEFAULT -1;
ALTER TABLE kase ADD COLUMN stake INTEGER NOT NULL DEFAULT 0;
ALTER TABLE kase ADD COLUMN cell INTEGER NOT NULL DEFAULT -1;
CREATE INDEX kase_stake ON kase (queue, stake, ord);
CREATE INDEX kase_worst ON kase (queue, open, stake, ord);
CREATE INDEX kase_cell ON kase (queue, cell, amount);

-- Cache: how many cases stand in a cell of the grid, their money, how many of them are open.
CREATE TABLE cell (
  queue TEXT NOT NULL,
  cell INTEGER NOT NULL,
  n INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  open INTEGER NOT NULL,
  PRIMARY KEY (queue, cell)
) STRICT, WITHOUT ROWID;
