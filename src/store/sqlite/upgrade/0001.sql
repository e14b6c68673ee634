-- The truth: entries are appended, never changed.
CREATE TABLE entry (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  uid INTEGER NOT NULL,
  login_uid INTEGER NOT NULL,
  person INTEGER NOT NULL,
  role TEXT NOT NULL,
  command TEXT NOT NULL,
  queue TEXT NOT NULL,
  kase INTEGER NOT NULL,
  version INTEGER NOT NULL,
  rules TEXT NOT NULL,
  payload TEXT NOT NULL,
  alg TEXT NOT NULL,
  prev BLOB NOT NULL,
  hash BLOB NOT NULL
) STRICT;
CREATE INDEX entry_kase ON entry (kase, seq);
CREATE TRIGGER entry_keep_update BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER entry_keep_delete BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;

-- Source texts; an entry vouches for each by its hash.
CREATE TABLE definition (
  hash BLOB PRIMARY KEY,
  what TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE declaration (
  kase INTEGER NOT NULL,
  round INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  facts TEXT NOT NULL,
  findings TEXT NOT NULL, -- cache: what the rules said when it was filed
  PRIMARY KEY (kase, round)
) STRICT;
CREATE TABLE companion (
  code TEXT NOT NULL,
  kind TEXT NOT NULL,
  line TEXT NOT NULL,
  seq INTEGER NOT NULL
) STRICT;
CREATE INDEX companion_code ON companion (code, kind);
CREATE INDEX companion_kind ON companion (kind, seq);

-- Caches: what lists show. `verify` rebuilds and compares them.
CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  account TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  roles TEXT NOT NULL,
  units TEXT NOT NULL
) STRICT;
CREATE TABLE kase (
  id INTEGER PRIMARY KEY,
  ord INTEGER NOT NULL CHECK (ord = id), -- repeats id: in a row comparison SQLite uses a column, not the rowid
  queue TEXT NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  unit TEXT NOT NULL,
  district TEXT NOT NULL,
  amount INTEGER NOT NULL,
  due INTEGER NOT NULL,
  round INTEGER NOT NULL,
  state TEXT NOT NULL,
  open INTEGER NOT NULL,  -- 1 seats grade, 2 a lead decides, 3 a second person signs, 0 nobody is waited for
  holder INTEGER NOT NULL, -- who gave the first signature, or 0
  common INTEGER NOT NULL,
  errors INTEGER NOT NULL,
  warnings INTEGER NOT NULL,
  notes INTEGER NOT NULL,
  weight INTEGER NOT NULL,
  rules TEXT NOT NULL,
  filled INTEGER NOT NULL,
  needed INTEGER NOT NULL,
  seated INTEGER NOT NULL,
  changed INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX kase_code ON kase (queue, code);
CREATE INDEX kase_due ON kase (queue, due, ord);
CREATE INDEX kase_amount ON kase (queue, amount, ord);
CREATE INDEX kase_weight ON kase (queue, weight, ord);
CREATE INDEX kase_open ON kase (queue, open, due, ord);
CREATE TABLE seat (
  person INTEGER NOT NULL,
  kase INTEGER NOT NULL,
  queue TEXT NOT NULL,
  waiting INTEGER NOT NULL,
  due INTEGER NOT NULL,
  verdict TEXT NOT NULL,
  acts INTEGER NOT NULL,
  recused INTEGER NOT NULL,
  PRIMARY KEY (person, kase)
) STRICT, WITHOUT ROWID;
CREATE INDEX seat_waiting ON seat (person, queue, waiting, due, kase);
CREATE INDEX seat_recused ON seat (person) WHERE recused = 1;
CREATE INDEX entry_person ON entry (person, seq);
CREATE TABLE tally (
  queue TEXT NOT NULL,
  what TEXT NOT NULL, -- a state, `unseated`, or `wait:` and a person
  n INTEGER NOT NULL,
  PRIMARY KEY (queue, what)
) STRICT, WITHOUT ROWID;
