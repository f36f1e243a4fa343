import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from study import EVENTS, MoodyLog, names

from studyroom.clock import SteppedClock
from studyroom.config import RoomConfig
from studyroom.errors import Conflict, RoomError
from studyroom.events import FACTS, Event, Fact, RoomOpened, RoomWoke
from studyroom.facts import RoomFacts
from studyroom.hub import Hub
from studyroom.log import Loaded, Snapshot, UnreadableFact
from studyroom.room import Room
from studyroom.room_manager import SNAPSHOT_FACTS, RoomLimits, RoomManager
from studyroom.text import clean_room_id
from studyroom.timer import MINUTE, PRESETS, Phase, Status

HOUR, DAY = 3_600, 86_400


@dataclass
class SlowLog(MoodyLog):
    """Everything takes a turn of the event loop; saving a snapshot takes until `open_gate` is set."""

    open_gate: asyncio.Event = field(default_factory=asyncio.Event)
    saving: asyncio.Event = field(default_factory=asyncio.Event)

    async def append(
        self, room_id: str, facts: Sequence[Fact], after_seq: int, erase: Sequence[int] = ()
    ) -> tuple[Fact, ...]:
        await asyncio.sleep(0)
        return await super().append(room_id, facts, after_seq, erase)

    async def load(self, room_id: str) -> Loaded[RoomFacts]:
        loaded = await super().load(room_id)
        for _ in range(5):
            await asyncio.sleep(0)
        return loaded

    async def save_snapshot(self, room_id: str, snapshot: Snapshot[RoomFacts]) -> None:
        self.saving.set()
        await self.open_gate.wait()
        await super().save_snapshot(room_id, snapshot)


class RefusingOnce(MoodyLog):
    """Another server took the first id that was drawn."""

    taken = False

    async def append(
        self, room_id: str, facts: Sequence[Fact], after_seq: int, erase: Sequence[int] = ()
    ) -> tuple[Fact, ...]:
        if not self.taken:
            self.taken = True
            raise Conflict('taken')
        return await super().append(room_id, facts, after_seq, erase)


class GarbledLog(MoodyLog):
    async def load(self, room_id: str) -> Loaded[RoomFacts]:
        raise UnreadableFact('Fact 3 is unknown to this version')


@dataclass
class House:
    """A server's rooms; `restarted` is the same folder under a new process."""

    log: MoodyLog = field(default_factory=MoodyLog)
    clock: SteppedClock = field(default_factory=SteppedClock)
    hub: Hub = field(default_factory=Hub)
    limits: RoomLimits = RoomLimits()

    def __post_init__(self) -> None:
        self.rooms = RoomManager(self.log, self.hub, self.clock, self.limits)

    async def restarted(self) -> 'House':
        again = House(self.log, self.clock, limits=self.limits)
        await again.rooms.open()
        return again

    def heard(self) -> list[Event]:
        heard: list[Event] = []
        self.hub.subscribe_all(dict.fromkeys(EVENTS, heard.append))
        return heard

    async def studied_in(self) -> Room:
        """A room with everything in it, and nobody any more."""
        room = await self.rooms.create(RoomConfig('Linear Algebra', rhythm=PRESETS['classic']))
        ann = (await room.sit_down('ann', 'Ann')).seat
        room.connect(ann, 'client', 'tab')
        await room.set_goal(ann, 'sheet 3')
        await room.add_goal(ann, 'read')
        await room.say(ann, 'hello')
        await room.start(ann)
        room.forget(ann, 'client')
        return room

    async def fallen_asleep(self) -> str:
        room = await self.studied_in()
        self.clock.step(31 * MINUTE)
        await self.rooms.sweep()
        return room.room_id


async def refused(verb: object) -> str:
    with pytest.raises(RoomError) as refusal:
        await verb  # type: ignore[misc]
    return refusal.value.code


async def test_a_new_room_has_a_readable_id_that_cannot_be_guessed() -> None:
    house = House()
    first = await house.rooms.create(RoomConfig('Linear Algebra'))
    second = await house.rooms.create(RoomConfig('Linear Algebra'))
    assert first.room_id.startswith('linear-algebra-')
    assert len(first.room_id) == len('linear-algebra-k7f2')
    assert first.room_id != second.room_id
    assert (await house.rooms.create(RoomConfig('🦉'))).room_id.startswith('room-')
    assert (await house.rooms.create(RoomConfig('線形代数'))).room_id.startswith('線形代数-')


@pytest.mark.parametrize('title', ['x' * 60, 'ΟΔΟΣ Σ', 'İİİ İ', '---', 'ﷺ' * 20, 'गणित और भौतिकी', '١٢٣'])
async def test_every_title_makes_an_id_that_is_found_again(title: str) -> None:
    house = House()
    room = await house.rooms.create(RoomConfig(title))
    assert clean_room_id(room.room_id) == room.room_id
    assert await house.rooms.find(room.room_id) is room


async def test_opening_a_room_is_told_to_the_lobby_and_kept() -> None:
    house = House()
    heard = house.heard()
    room = await house.rooms.create(RoomConfig(' Maths ', ' sheet 3 '))
    (opened,) = heard
    assert isinstance(opened, RoomOpened)
    assert (opened.seq, opened.config) == (1, RoomConfig('Maths', 'sheet 3'))
    assert await house.log.read(room.room_id) == (opened,)
    assert await refused(house.rooms.create(RoomConfig(''))) == 'title_empty'


async def test_a_room_is_found_by_any_spelling_of_its_address() -> None:
    house = House()
    room = await house.rooms.create(RoomConfig('Maths'))
    for spelling in (room.room_id.upper(), f'  {room.room_id}\n', room.room_id.replace('m', '\uff2d')):
        assert await house.rooms.find(spelling) is room


async def test_an_unknown_or_impossible_address_is_refused() -> None:
    house = House()
    assert await refused(house.rooms.find('no-such-room')) == 'no_such_room'
    assert await refused(house.rooms.find('../etc')) == 'bad_room_id'
    assert house.rooms.get('no-such-room') is None


async def test_an_id_that_another_server_took_is_drawn_again() -> None:
    house = House(RefusingOnce())
    room = await house.rooms.create(RoomConfig('Maths'))
    assert await house.log.read(room.room_id)


async def test_a_full_disk_opens_no_room() -> None:
    house = House()
    house.log.writing = False
    assert await refused(house.rooms.create(RoomConfig('Maths'))) == 'not_stored'
    assert not house.rooms.awake
    house.log.writing = True
    await house.rooms.create(RoomConfig('Maths'))


async def test_the_fullest_listed_rooms_come_first() -> None:
    house = House()
    zoology, algebra = [await house.rooms.create(RoomConfig(title)) for title in ('Zoology', 'algebra')]
    full = await house.rooms.create(RoomConfig('Music'))
    hidden = await house.rooms.create(RoomConfig('Hidden', listed=False))
    full.connect((await full.sit_down('ann', 'Ann')).seat, 'c', 't')
    assert [state.room_id for state in house.rooms.listed()] == [full.room_id, algebra.room_id, zoology.room_id]
    assert house.rooms.seen(full.room_id) == full.state()
    assert house.rooms.seen(hidden.room_id) is None
    assert house.rooms.seen('no-such-room') is None


async def test_an_empty_room_falls_asleep_after_its_time() -> None:
    house = House()
    heard = house.heard()
    room = await house.studied_in()
    house.clock.step(29 * MINUTE)
    await house.rooms.sweep()
    assert house.rooms.awake == (room,)
    house.clock.step(MINUTE)
    await house.rooms.sweep()
    assert not house.rooms.awake
    assert not house.rooms.listed()
    assert names(heard)[-1] == 'RoomSlept'


async def test_a_room_with_somebody_in_it_or_at_its_door_stays_awake() -> None:
    house = House()
    inside, visited = await house.studied_in(), await house.studied_in()
    inside.connect(inside.seat_of('ann'), 'client', 'tab')
    end = house.hub.subscribe(visited.room_id, '', {})
    house.clock.step(DAY)
    await house.rooms.sweep()
    assert set(house.rooms.awake) == {inside, visited}
    end()
    await house.rooms.sweep()
    assert house.rooms.awake == (inside,)


async def test_a_room_that_was_just_looked_for_stays_awake() -> None:
    house = House()
    room = await house.studied_in()
    house.clock.step(HOUR)
    await house.rooms.find(room.room_id)
    await house.rooms.sweep()
    assert house.rooms.awake == (room,)


async def test_a_room_wakes_with_all_it_had_and_its_timer_brought_forward() -> None:
    house = House()
    room_id = await house.fallen_asleep()
    heard = house.heard()
    room = await house.rooms.find(room_id)
    assert names(heard) == ['PhaseEnded', 'PhaseEnded', 'RoomWoke']
    facts = room.facts
    assert (facts.config.goal, facts.config.title) == ('sheet 3', 'Linear Algebra')
    assert [goal.text for goal in facts.board(room.seat_of('ann')).goals] == ['read']
    assert 'hello' in [line.text for line in facts.chat.lines]
    assert (facts.timer.phase, facts.timer.status) == (Phase.FOCUS, Status.IDLE)
    assert room.person(room.seat_of('ann')).name == 'Ann'
    assert not room.presence


async def test_after_a_restart_every_room_sleeps_and_can_be_woken_in_the_same_state() -> None:
    house = House()
    room = await house.studied_in()
    house.clock.step(100)
    again = await house.restarted()
    assert not again.rooms.awake
    woken = await again.rooms.find(room.room_id)
    assert woken.facts == room.facts
    assert woken.facts.timer.remaining(again.clock.now()) == 24 * MINUTE + 60 - 100


async def test_a_room_wakes_once_however_many_come_at_the_same_moment() -> None:
    house = House(SlowLog())
    house.log.open_gate.set()
    room_id = await house.fallen_asleep()
    heard = house.heard()
    found = await asyncio.gather(*(house.rooms.find(room_id) for _ in range(20)))
    assert len(set(map(id, found))) == 1
    assert names(heard).count('RoomWoke') == 1


async def test_who_comes_while_a_room_falls_asleep_finds_the_same_room_as_who_comes_after() -> None:
    log = SlowLog()
    house = House(log)
    room = await house.studied_in()
    house.clock.step(31 * MINUTE)
    sweep = asyncio.create_task(house.rooms.sweep())
    await log.saving.wait()
    early = asyncio.create_task(house.rooms.find(room.room_id))
    await asyncio.sleep(0)
    log.open_gate.set()
    await sweep
    late = await house.rooms.find(room.room_id)
    assert await early is late
    assert house.rooms.awake == (late,)


async def test_who_sits_down_while_a_room_falls_asleep_keeps_it_awake() -> None:
    log = SlowLog()
    house = House(log)
    room = await house.studied_in()
    house.clock.step(31 * MINUTE)
    sweep = asyncio.create_task(house.rooms.sweep())
    await log.saving.wait()
    room.connect(room.seat_of('ann'), 'client', 'tab')
    log.open_gate.set()
    await sweep
    assert house.rooms.awake == (room,)


async def test_two_sweeps_at_once_put_a_room_to_sleep_once() -> None:
    log = SlowLog()
    house = House(log)
    await house.studied_in()
    heard = house.heard()
    house.clock.step(31 * MINUTE)
    sweeps = [asyncio.create_task(house.rooms.sweep()) for _ in range(2)]
    await log.saving.wait()
    log.open_gate.set()
    await asyncio.gather(*sweeps)
    assert names(heard) == ['RoomSlept']


async def test_only_so_many_rooms_are_awake_and_sleeping_ones_do_not_count() -> None:
    house = House(limits=RoomLimits(most=2))
    asleep = await house.fallen_asleep()
    for _ in range(2):
        await house.rooms.create(RoomConfig('Maths'))
    assert await refused(house.rooms.create(RoomConfig('Maths'))) == 'too_many_rooms'
    assert await refused(house.rooms.find(asleep)) == 'too_many_rooms'
    house.clock.step(31 * MINUTE)
    await house.rooms.sweep()
    await house.rooms.find(asleep)


async def test_rooms_opened_at_the_same_moment_do_not_exceed_the_limit() -> None:
    house = House(SlowLog(), limits=RoomLimits(most=2))
    opened = [house.rooms.create(RoomConfig('Maths')) for _ in range(5)]
    outcomes = await asyncio.gather(*opened, return_exceptions=True)
    assert len(house.rooms.awake) == 2
    assert [outcome.code for outcome in outcomes if isinstance(outcome, RoomError)] == ['too_many_rooms'] * 3


async def test_a_room_that_sleeps_too_long_is_deleted_with_its_words() -> None:
    house = House()
    room_id = await house.fallen_asleep()
    house.clock.step(30 * DAY - 1)
    await house.rooms.sweep()
    assert await house.log.read(room_id)
    house.clock.step(1)
    await house.rooms.sweep()
    assert await house.log.read(room_id) == ()
    assert await refused(house.rooms.find(room_id)) == 'no_such_room'


async def test_a_deletion_that_failed_is_tried_again() -> None:
    house = House()
    room_id = await house.fallen_asleep()
    house.clock.step(31 * DAY)
    house.log.writing = False
    await house.rooms.sweep()
    house.log.writing = True
    assert await house.log.read(room_id)
    await house.rooms.sweep()
    assert await house.log.read(room_id) == ()


async def test_a_room_that_is_woken_before_its_deletion_stays() -> None:
    house = House()
    room_id = await house.fallen_asleep()
    house.clock.step(31 * DAY)
    woken, _ = await asyncio.gather(house.rooms.find(room_id), house.rooms.sweep())
    assert house.rooms.awake == (woken,)
    assert await house.log.read(room_id)


async def test_a_grown_room_gets_a_snapshot_while_it_is_awake() -> None:
    house = House()
    room = await house.studied_in()
    ann = room.seat_of('ann')
    room.connect(ann, 'client', 'tab')
    for number in range(SNAPSHOT_FACTS):
        await room.rename(ann, f'Ann {number}')
    assert (await house.log.load(room.room_id)).snapshot is None
    await house.rooms.sweep()
    snapshot = (await house.log.load(room.room_id)).snapshot
    assert snapshot.data == room.facts


async def test_closing_leaves_a_snapshot_of_every_room() -> None:
    house = House()
    rooms = [await house.studied_in() for _ in range(2)]
    for _ in range(2):
        await house.rooms.close()
    for room in rooms:
        loaded = await house.log.load(room.room_id)
        assert (loaded.snapshot.data, loaded.facts) == (room.facts, ())


async def test_a_room_falls_asleep_without_a_snapshot_when_the_disk_is_full() -> None:
    house = House()
    room = await house.studied_in()
    house.clock.step(31 * MINUTE)
    house.log.writing = False
    await house.rooms.sweep()
    assert not house.rooms.awake
    house.log.writing = True
    assert (await house.rooms.find(room.room_id)).facts.config == room.facts.config


async def test_a_room_wakes_although_its_bell_cannot_be_stored() -> None:
    house = House()
    room_id = await house.fallen_asleep()
    house.log.writing = False
    room = await house.rooms.find(room_id)
    assert room.facts.timer.remaining(house.clock.now()) == 0
    house.log.writing = True
    await room.bring_forward()
    assert room.facts.timer.status is Status.IDLE


async def test_a_room_that_cannot_be_read_is_refused_and_stays_where_it_is() -> None:
    house = House()
    room_id = await house.fallen_asleep()
    house.log.reading = False
    assert await refused(house.rooms.find(room_id)) == 'not_read'
    house.log.reading = True
    await house.rooms.find(room_id)
    garbled = House(GarbledLog(house.log.kept))
    await garbled.rooms.open()
    assert await refused(garbled.rooms.find(room_id)) == 'not_read'


async def test_the_lobby_hears_that_a_room_woke() -> None:
    house = House()
    room_id = await house.fallen_asleep()
    heard = house.heard()
    await house.rooms.find(room_id)
    await house.rooms.find(room_id)
    woke = [event for event in heard if isinstance(event, RoomWoke)]
    assert [(event.room_id, event.at) for event in woke] == [(room_id, house.clock.now())]
    assert RoomWoke not in FACTS.values()
