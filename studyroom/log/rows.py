"""Reads and changes the tables: plain SQL on a connection, inside the caller's transaction."""

import sqlite3
from collections.abc import Sequence

from studyroom.log.codec import Codec, StoredFact
from studyroom.log.room_log import Data, Loaded, RoomRecord, Snapshot
from studyroom.room.errors import Conflict

_ADD = 'INSERT INTO facts (room_id, seq, type, v, at, by, payload) VALUES (?, ?, ?, ?, ?, ?, ?)'
_BETWEEN = (
    'SELECT room_id, seq, type, v, at, by, payload FROM facts WHERE room_id = ? AND seq BETWEEN ? AND ? ORDER BY seq'
)
_NEWEST = 2**63 - 1


def append(connection: sqlite3.Connection, room_id: str, rows: Sequence[StoredFact], after_seq: int) -> None:
    """Insert the rows. Raises Conflict unless `after_seq` is the room's last fact."""
    last = _last_seq(connection, room_id)
    if last != after_seq:
        raise Conflict(f'{room_id} is at {last}, not at {after_seq}')
    connection.executemany(_ADD, rows)


def erase(connection: sqlite3.Connection, codec: Codec[Data], room_id: str, seqs: Sequence[int], until: int) -> None:
    """Overwrite the payloads, drop the snapshot, and refuse new snapshots from before `until`."""
    for seq in seqs:
        for row in _between(connection, room_id, seq, seq):
            _overwrite(connection, row, codec.erase(row))
    connection.execute(
        'INSERT OR REPLACE INTO snapshots (room_id, seq, at, shape, payload) VALUES (?, ?, 0, 0, NULL)',
        (room_id, until),
    )


def save_snapshot(connection: sqlite3.Connection, room_id: str, snapshot: Snapshot[str], shape: int) -> None:
    if snapshot.seq <= _last_seq(connection, room_id):
        connection.execute(
            'INSERT INTO snapshots (room_id, seq, at, shape, payload) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE'
            ' SET seq = excluded.seq, at = excluded.at, shape = excluded.shape, payload = excluded.payload'
            ' WHERE excluded.seq >= seq',
            (room_id, snapshot.seq, snapshot.at, shape, snapshot.data),
        )


def touch(connection: sqlite3.Connection) -> None:
    """Write a page without changing it: only a commit that writes shows whether the disk accepts one."""
    connection.execute('UPDATE upkeep SET deleted = deleted + 1')
    connection.execute('UPDATE upkeep SET deleted = deleted - 1')


def delete(connection: sqlite3.Connection, room_id: str) -> None:
    connection.execute("UPDATE facts SET payload = printf('%*s', length(payload), '') WHERE room_id = ?", (room_id,))
    connection.execute('DELETE FROM facts WHERE room_id = ?', (room_id,))
    connection.execute('DELETE FROM snapshots WHERE room_id = ?', (room_id,))
    _ask_for_rebuild(connection)


def load(connection: sqlite3.Connection, codec: Codec[Data], room_id: str) -> Loaded[Data]:
    """Read in one transaction, so that no fact comes between the snapshot and the facts."""
    connection.execute('BEGIN')
    try:
        snapshot = _snapshot(connection, codec, room_id)
        rows = read(connection, room_id, snapshot.seq if snapshot else 0)
    finally:
        connection.execute('ROLLBACK')
    return Loaded(snapshot, tuple(codec.decode(row) for row in rows))


def read(connection: sqlite3.Connection, room_id: str, after_seq: int) -> list[StoredFact]:
    return _between(connection, room_id, after_seq + 1, _NEWEST)


def rooms(connection: sqlite3.Connection) -> tuple[RoomRecord, ...]:
    found = connection.execute(
        'SELECT room_id, facts.seq, max(facts.at, coalesce(snapshots.at, 0))'
        ' FROM (SELECT room_id, max(seq) AS seq FROM facts GROUP BY room_id)'
        ' JOIN facts USING (room_id, seq) LEFT JOIN snapshots USING (room_id)'
    )
    return tuple(RoomRecord(*row) for row in found)


def rebuild(connection: sqlite3.Connection, most_bytes: float) -> bool:
    """Rewrite the file after rooms were deleted, without the copies that SQLite leaves when it moves rows.

    Call it outside a transaction; it takes as long as copying the file. Returns False, having done nothing, if it is
    due but the file is larger than `most_bytes`.
    """
    (deleted,) = connection.execute('SELECT deleted FROM upkeep').fetchone()
    if not deleted:
        return True
    if size(connection) > most_bytes:
        return False
    connection.execute('VACUUM')
    connection.execute('UPDATE upkeep SET deleted = deleted - ?', (deleted,))
    return True


def size(connection: sqlite3.Connection) -> int:
    """Return the size of the file in bytes, without its write-ahead log."""
    (pages,) = connection.execute('PRAGMA page_count').fetchone()
    (of_a_page,) = connection.execute('PRAGMA page_size').fetchone()
    return int(pages * of_a_page)


def sweep(connection: sqlite3.Connection) -> bool:
    """Truncate the write-ahead log, which holds overwritten data. Returns False while another program is reading.

    Call it outside a transaction. It removes every copy after an erasure; a deletion needs a `rebuild` as well.
    """
    (busy, _, _) = connection.execute('PRAGMA wal_checkpoint(TRUNCATE)').fetchone()
    return not busy


def _last_seq(connection: sqlite3.Connection, room_id: str) -> int:
    (last,) = connection.execute('SELECT max(seq) FROM facts WHERE room_id = ?', (room_id,)).fetchone()
    return last or 0


def _between(connection: sqlite3.Connection, room_id: str, first: int, last: int) -> list[StoredFact]:
    return [StoredFact(*row) for row in connection.execute(_BETWEEN, (room_id, first, last))]


def _snapshot(connection: sqlite3.Connection, codec: Codec[Data], room_id: str) -> Snapshot[Data] | None:
    found = connection.execute(
        'SELECT seq, at, payload, shape FROM snapshots WHERE room_id = ? AND payload IS NOT NULL', (room_id,)
    ).fetchone()
    data = codec.decode_snapshot(found[2]) if found and found[3] in codec.shapes else None
    return None if data is None else Snapshot(found[0], found[1], data)


def _overwrite(connection: sqlite3.Connection, row: StoredFact, erased: StoredFact) -> None:
    connection.execute(
        'UPDATE facts SET type = ?, v = ?, payload = ? WHERE room_id = ? AND seq = ?',
        (erased.type, erased.v, erased.payload, row.room_id, row.seq),
    )
    if len(erased.payload.encode()) > len(row.payload.encode()):
        _ask_for_rebuild(connection)


def _ask_for_rebuild(connection: sqlite3.Connection) -> None:
    connection.execute('UPDATE upkeep SET deleted = deleted + 1')
