"""What is the same for everyone is drawn once for each change, encoded once, and handed to every page."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from nicegui import Client, ui
from nicegui.testing import User

from components.kit import room_part
from components.kit.live import Channel, hush
from components.kit.live_list import LiveList
from components.kit.markup import Tag
from components.kit.room_part import TOGETHER_SECONDS, RoomPart, SharedList, SharedView, part
from components.kit.tags import li, p
from studyroom.room.events import MessageSent
from studyroom.room.room import Room
from tests.room.stepped_study import Study, two_people

PAGES = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A message."""

    id: str
    words: str
    left_ms: int = 0


@dataclass(frozen=True, slots=True)
class Count:
    """How many messages there are."""

    all: int


def draw_line(row: Line) -> Tag:
    return li[row.words]


def draw_count(row: Count) -> Tag:
    return p[row.all]


class Lines(RoomPart):
    """The messages of a room; counts how often a row is made."""

    made = 0

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.rows = SharedList(room, draw_line, self._read)
        self.count = SharedView(room, draw_count, lambda: Count(len(room.facts.chat.lines)))
        self.on(MessageSent, do=self._said)

    def _read(self) -> list[Line]:
        return [Line(line.line_id, line.text) for line in self.room.facts.chat.lines]

    def _said(self, fact: MessageSent) -> None:
        Lines.made += 1
        self.rows.upsert(Line(f'm{fact.seq}', fact.text))
        self.count.show()


class Page:
    """A page in the room, to which no browser is connected."""

    def __init__(self, room: Room, seat: str) -> None:
        self.client = Client(ui.page('/part'))
        with self.client:
            self.channel = Channel()
            lines = part(room, Lines)
            self.list: LiveList[Line] = lines.rows.place(seat)
            lines.count.place()

    def codes(self) -> list[str]:
        """Return what was sent so far, and forget it."""
        self.channel.flush()
        codes = [data['code'] for _, _, data in self.client.outbox.messages]
        self.client.outbox.messages.clear()
        return codes


@pytest.fixture
async def study(user: User) -> Study:
    return await two_people()


@pytest.fixture
async def pages(study: Study) -> AsyncIterator[list[Page]]:
    Lines.made = 0
    pages = [Page(study.room, study.ann) for _ in range(PAGES)]
    yield pages
    for page in pages:
        if not page.client.is_deleted:
            page.client.delete()


async def test_a_change_is_drawn_and_encoded_once_however_many_pages(
    study: Study, pages: list[Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    encoded: list[str] = []
    encode = room_part.encode_call

    def counted(method: str, args: tuple[object, ...]) -> str:
        encoded.append(method)
        return encode(method, args)

    monkeypatch.setattr(room_part, 'encode_call', counted)
    await study.room.say(study.ben, 'hello')
    assert (Lines.made, encoded) == (1, ['upsert', 'patch'])
    codes = [page.codes() for page in pages]
    assert all(len(sent) == 1 for sent in codes), 'one message for each page'
    assert len({code for sent in codes for code in sent}) == 1, 'the same for all'
    assert 'hello' in codes[0][0]


async def test_a_snapshot_is_one_string_for_all_pages_until_the_next_change(study: Study, pages: list[Page]) -> None:
    lines = part_of(study)
    former = lines.rows.snapshot
    assert all(page.list.props['rows'] is former for page in pages)
    await study.room.say(study.ben, 'hello')
    assert lines.rows.snapshot == '[{"id":"m4","words":"hello"}]'
    assert lines.rows.snapshot is lines.rows.snapshot


async def test_what_comes_together_may_wait_a_moment_and_leaves_in_one_message(study: Study, pages: list[Page]) -> None:
    lines = part_of(study)
    with lines.together():
        lines.rows.upsert(Line('a', 'first'))
    await asyncio.sleep(TOGETHER_SECONDS / 2)
    with lines.together():
        lines.rows.upsert(Line('b', 'second'))
    assert not pages[0].client.outbox.messages
    await asyncio.sleep(TOGETHER_SECONDS)
    (message,) = pages[0].client.outbox.messages
    assert all(words in message[2]['code'] for words in ('first', 'second'))


async def test_what_is_urgent_takes_along_what_waits(study: Study, pages: list[Page]) -> None:
    lines = part_of(study)
    with lines.together():
        lines.rows.upsert(Line('a', 'first'))
    lines.rows.upsert(Line('b', 'second'))
    await asyncio.sleep(0)
    (message,) = pages[0].client.outbox.messages
    assert message[2]['code'].index('first') < message[2]['code'].index('second')


async def test_a_page_that_is_opened_later_shows_what_is_there(study: Study, pages: list[Page]) -> None:
    await study.room.say(study.ben, 'hello')
    late = Page(study.room, study.ben)
    assert 'hello' in late.list.props['rows']
    assert late.codes() == []
    late.client.delete()


async def test_the_part_ends_with_the_last_page(study: Study, pages: list[Page]) -> None:
    listening = study.hub.listeners(study.room.room_id)
    assert listening == 1, 'one subscription for all pages'
    with pages[0].client:
        hush()
        hush()
    for page in pages[1:]:
        page.client.delete()
    assert study.hub.listeners(study.room.room_id) == 0
    fresh = Page(study.room, study.ann)
    assert study.hub.listeners(study.room.room_id) == 1
    fresh.client.delete()


def part_of(study: Study) -> Lines:
    with Client(ui.page('/part')) as client:
        Channel()
        found = part(study.room, Lines)
        client.delete()
    return found
