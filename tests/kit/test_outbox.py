"""What is sent to a page together: everything that a change affects, and what a click's handler pushes."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest
from nicegui import Client, background_tasks, ui
from nicegui.testing import User

from components.kit.live import Channel, on, refusals_told
from components.kit.live_view import LiveView
from components.kit.markup import Tag
from components.kit.tags import b, i
from studyroom.room.events import MessageSent, StatusSet
from studyroom.room.room import Room
from tests.room.stepped_study import Study, two_people


@dataclass(frozen=True, slots=True)
class Count:
    """How many messages there are."""

    all: int


@dataclass(frozen=True, slots=True)
class Line:
    """A row with text."""

    words: str = ''


def draw_count(row: Count) -> Tag:
    return i[row.all]


def draw_line(row: Line) -> Tag:
    return b[row.words]


@dataclass
class Desk:
    """A page with a count of the room's messages and a line of its own, to which no browser is connected."""

    room: Room
    seat: str
    client: Client = field(default_factory=lambda: Client(ui.page('/desk')))

    def __post_init__(self) -> None:
        with self.client:
            Channel()
            self.count, self.line = LiveView(draw_count, Count(0)), LiveView(draw_line, Line())
            me = self.room.person(self.seat)
            on(self.room, me, MessageSent, do=lambda fact: self.count.show(Count(len(self.room.facts.chat.lines))))
            on(self.room, me, MessageSent, do=lambda fact: self.show(fact.text))
            on(self.room, me, StatusSet, do=lambda fact: self.show(f'{fact.by} changed'))

    def show(self, words: str) -> None:
        self.line.show(Line(words))

    async def say(self) -> None:
        await self.room.say(self.seat, 'hello')

    def press(self, handler: Callable[[], object]) -> asyncio.Task[object]:
        """Call a handler as a click in a browser would."""
        return background_tasks.create(refusals_told(handler)(), context=self.client)

    def sent(self) -> list[list[str]]:
        """Return what each new message patches, in order."""
        codes = [data['code'] for _, _, data in self.client.outbox.messages]
        self.client.outbox.messages.clear()
        calls = [json.loads(code[code.index(', [') + 2 : -1])[0] for code in codes]
        return [[str(args[-1]) for _, _, args in patches] for patches in calls]


@pytest.fixture
async def study(user: User) -> Study:
    """A study of two people, on the whole of NiceGUI."""
    return await two_people()


@pytest.fixture
async def ann(study: Study) -> AsyncIterator[Desk]:
    desk = Desk(study.room, study.ann)
    yield desk
    desk.client.delete()


@pytest.fixture
async def ben(study: Study) -> AsyncIterator[Desk]:
    desk = Desk(study.room, study.ben)
    yield desk
    desk.client.delete()


HELLO = ["{'all': 1}", "{'words': 'hello'}"]


async def test_a_change_is_one_message_to_each_page(ann: Desk, ben: Desk) -> None:
    await ann.press(ann.say)
    assert ann.sent() == ben.sent() == [HELLO]


async def test_what_a_handler_pushes_is_sent_with_the_change(ann: Desk, ben: Desk) -> None:
    async def handler() -> None:
        await ann.say()
        ann.show('sent')

    await ann.press(handler)
    assert ann.sent() == [[*HELLO, "{'words': 'sent'}"]]
    assert ben.sent() == [HELLO]


async def test_a_refusal_is_sent_with_what_was_shown_before_it(ann: Desk) -> None:
    async def handler() -> None:
        ann.show('sending')
        await ann.room.say(ann.seat, '')

    await ann.press(handler)
    ((first, last),) = ann.sent()
    assert (first, last) == ("{'words': 'sending'}", '5')  # the toast's seconds


async def test_a_handler_that_keeps_waiting_holds_the_change_back_only_briefly(ann: Desk, ben: Desk) -> None:
    closed = asyncio.Event()

    async def handler() -> None:
        await ann.say()
        await closed.wait()
        ann.show('closed')

    pressed = ann.press(handler)
    await asyncio.sleep(0.3)
    assert ann.sent() == ben.sent() == [HELLO]
    closed.set()
    await pressed
    assert ann.sent() == [["{'words': 'closed'}"]]


async def test_a_waiting_handler_does_not_hold_back_what_others_do(ann: Desk, ben: Desk) -> None:
    closed = asyncio.Event()

    async def handler() -> None:
        ann.show('asked')
        await closed.wait()

    pressed = ann.press(handler)
    await ben.press(ben.say)
    await asyncio.sleep(0)
    assert ann.sent() == [["{'words': 'asked'}", *HELLO]]
    closed.set()
    await pressed
    assert ann.sent() == []


async def test_a_change_that_no_handler_caused_is_sent_at_the_end_of_the_turn(
    ann: Desk, ben: Desk, study: Study
) -> None:
    await study.room.say(study.ben, 'hello')
    await asyncio.sleep(0)
    assert ann.sent() == ben.sent() == [HELLO]


async def test_a_task_that_a_handler_left_running_is_not_held_back(ann: Desk) -> None:
    going_on = asyncio.Event()
    tasks = []

    async def later() -> None:
        await going_on.wait()
        ann.show('later')

    async def handler() -> None:
        tasks.append(asyncio.create_task(later()))

    await ann.press(handler)
    going_on.set()
    await asyncio.gather(*tasks)
    await asyncio.sleep(0)
    assert ann.sent() == [["{'words': 'later'}"]]
