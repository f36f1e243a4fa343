-- Facts are only ever added at the end of this table, and erased in place: SQLite then never moves a row to
-- another page, where a copy of erased words could stay behind.
CREATE TABLE facts (
    room_id TEXT NOT NULL,
    seq     INTEGER NOT NULL,
    type    TEXT NOT NULL,
    v       INTEGER NOT NULL,
    at      REAL NOT NULL,
    by      TEXT NOT NULL,
    payload TEXT NOT NULL,
    PRIMARY KEY (room_id, seq)
);

-- One row per room. No payload: words were erased, and nothing older than seq may be kept.
-- The margin fills the first page of a row, so that the payload lies on pages that SQLite overwrites when they are freed.
CREATE TABLE snapshots (
    room_id TEXT NOT NULL PRIMARY KEY,
    seq     INTEGER NOT NULL,
    at      REAL NOT NULL,
    shape   INTEGER NOT NULL,
    margin  BLOB NOT NULL DEFAULT (zeroblob(4096)),
    payload TEXT
);

-- How many rooms were deleted since the file was last rebuilt without their traces.
CREATE TABLE upkeep (deleted INTEGER NOT NULL);
INSERT INTO upkeep VALUES (0);
