-- The tables of version 1. They are ours to change; the views are not.

-- Which formats the file has had, the newest last; the number that counts is user_version.
CREATE TABLE format (
  version INTEGER PRIMARY KEY,
  at INT NOT NULL DEFAULT (CAST((julianday('now') - 2440587.5) * 86400000 AS INT)),
  note TEXT NOT NULL
);

-- One row. What a writer must know first.
CREATE TABLE mark (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  writer INT NOT NULL,        -- counts the processes that wrote
  applied_to INT NOT NULL,    -- what segments up to here did is in table state
  compacted_to INT NOT NULL,  -- the runs of segments up to here are in blocks
  epoch INT NOT NULL,         -- the newest epoch
  position INT NOT NULL,      -- of the newest run in blocks
  vigy INT NOT NULL           -- the highest number a vigy ever had
);

INSERT INTO mark VALUES (1, 0, 0, 0, 0, 0, 0);

-- A vigy's number and definition; without body: deleted, its runs still there. With broken: what
-- the store held of it was damaged, and why; nothing of it is believed until it is edited or deleted.
CREATE TABLE vigy (
  id INTEGER PRIMARY KEY,
  hex TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  place INT NOT NULL,         -- orders vigies by registration
  last_seq INT NOT NULL,      -- of its last life, 0 if this is the first; if broken, of this one
  broken TEXT,
  body TEXT
);

-- What became of it: state and kv as of segment applied; later segments come on top.
CREATE TABLE state (
  id INTEGER PRIMARY KEY,
  applied INT NOT NULL,
  body TEXT NOT NULL
);

CREATE TABLE generation (
  id INTEGER PRIMARY KEY,
  vigy INT NOT NULL,
  generation INT NOT NULL,
  body TEXT NOT NULL
);

CREATE INDEX generation_vigy ON generation (vigy);

-- The last seq of vigies of which nothing else is left.
CREATE TABLE purged (
  hex TEXT PRIMARY KEY,
  last_seq INT NOT NULL
) WITHOUT ROWID;

-- One committed batch: a JSON array, one change a line. vigies says of which vigy each line is, four
-- bytes each, so that it is known whose a damaged line was.
CREATE TABLE segment (
  id INTEGER PRIMARY KEY,
  first_position INT NOT NULL,
  runs INT NOT NULL,
  vigies BLOB NOT NULL,
  body TEXT NOT NULL
);

-- A stretch of history that was sorted by vigy into blocks: of segments, or of smaller such
-- stretches, which have ids from 67108864 on.
CREATE TABLE epoch (
  id INTEGER PRIMARY KEY,
  first_segment INT NOT NULL,
  last_segment INT NOT NULL,
  first_position INT NOT NULL,
  last_position INT NOT NULL,
  first_id TEXT NOT NULL,     -- lowest and highest id of a run
  last_id TEXT NOT NULL,
  from_ms INT NOT NULL,       -- earliest and latest start of a run
  to_ms INT NOT NULL,
  quiet INT NOT NULL,         -- runs that did and changed nothing
  others INT NOT NULL,        -- other successful ones
  failed INT NOT NULL,
  bytes INT NOT NULL,
  checked_ms INT NOT NULL     -- when retention looked at it, by the clock of runs
);

CREATE INDEX epoch_position ON epoch (first_position);

-- The runs of a range of vigies in one epoch, by vigy and seq.
CREATE TABLE run_block (
  id INTEGER PRIMARY KEY,     -- epoch << 36 | vigy_lo << 8 | part
  vigy_lo INT NOT NULL,
  vigy_hi INT NOT NULL,
  body TEXT NOT NULL
);

-- The vigies of runs in order of position, four bytes each, so that a reader in that order finds
-- their blocks. With kept: of those that retention left, where they stand, two bytes each.
CREATE TABLE run_order (
  first_position INTEGER PRIMARY KEY,
  kept BLOB,
  body BLOB NOT NULL
);

-- What retention took of a vigy: runs from one seq to another, except those that are still there.
CREATE TABLE gone (
  id INTEGER PRIMARY KEY,
  from_seq INT NOT NULL,
  to_seq INT NOT NULL,
  quiet INT NOT NULL,
  others INT NOT NULL,
  failed INT NOT NULL
);

-- What other processes ask of the engine, and its answers.
CREATE TABLE edit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INT NOT NULL DEFAULT (CAST((julianday('now') - 2440587.5) * 86400000 AS INT)),
  body TEXT NOT NULL,
  answer TEXT
);

-- Who changed what.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  at INT NOT NULL,
  who TEXT NOT NULL,
  what TEXT NOT NULL,
  hex TEXT NOT NULL,
  name TEXT NOT NULL,
  note TEXT
);
