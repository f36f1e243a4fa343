"""Room.media follows LiveKit, whatever a browser claims or omits."""

import asyncio
import os
import signal
import subprocess
import sys
import time

import httpx
import pytest
from livekit import rtc

from studyroom.media.reconciler import SETTLE_SECONDS
from studyroom.media.source import ExternalSource
from studyroom.media.tokens import LiveKitKeys
from studyroom.media.webhook import webhook_listener
from studyroom.room.events import MediaChanged
from studyroom.room.media import MediaState
from studyroom.room.ports import MediaHealth
from tests.media.call import OPTIONS, SECRET, Call, Guest, call_with, until, without_settings


async def test_the_room_knows_when_a_person_speaks_or_mutes(call: Call) -> None:
    ann = await call.join(call.ann)
    await ann.speak()
    await until(lambda: call.sends(call.ann) == MediaState(audio=True))
    ann.mute()
    await until(lambda: call.sends(call.ann) == MediaState(), seconds=3)
    ann.unmute()
    await until(lambda: call.sends(call.ann) == MediaState(audio=True), seconds=3)


async def test_camera_and_screen_are_separate(call: Call) -> None:
    ann = await call.join(call.ann)
    await ann.show(rtc.TrackSource.SOURCE_SCREENSHARE)
    await until(lambda: call.sends(call.ann) == MediaState(screen=True))
    await ann.show()
    await until(lambda: call.sends(call.ann) == MediaState(video=True, screen=True))
    await ann.stop_showing()
    await until(lambda: call.sends(call.ann) == MediaState(screen=True))


async def test_the_others_hear_of_a_change(call: Call) -> None:
    heard: list[MediaChanged] = []
    call.room.hub.subscribe(call.room.room_id, call.ben, {MediaChanged: heard.append})
    await (await call.join(call.ann)).speak()
    await until(lambda: heard)
    assert (heard[0].seat, heard[0].state) == (call.ann, MediaState(audio=True))


async def test_a_person_who_leaves_the_call_sends_nothing(call: Call) -> None:
    ann = await call.join(call.ann)
    await ann.speak()
    await until(lambda: call.room.media)
    await ann.leave()
    await until(lambda: not call.room.media)


@pytest.mark.waits
async def test_a_person_who_vanishes_soon_counts_as_sending_nothing(call: Call) -> None:
    command = [sys.executable, '-m', 'tests.media.speaker', f'{call.ws}/livekit', call.token(call.ann)]
    speaker = subprocess.Popen(command, env=without_settings())  # noqa: ASYNC220
    try:
        await until(lambda: call.sends(call.ann).audio)
    finally:
        speaker.kill()
        speaker.wait()
    await until(lambda: not call.room.media, seconds=60)


async def test_a_person_who_speaks_before_their_page_is_back_is_known_once_it_is(call: Call) -> None:
    call.room.forget(call.ann, 'Ann client')
    await (await call.join(call.ann)).speak()
    await asyncio.sleep(1)
    assert not call.room.media
    call.room.connect(call.ann, 'Ann again', 'Ann tab')
    await until(lambda: call.sends(call.ann).audio)


async def test_a_person_who_gives_up_their_seat_is_removed_from_the_call(call: Call) -> None:
    ann, ben = await call.join(call.ann), await call.join(call.ben)
    await ann.speak()
    await until(lambda: call.sends(call.ann).audio)
    await call.room.leave(call.ann)
    await until(ann.gone.is_set)
    await until(lambda: not ben.room.remote_participants)
    assert not call.room.media


async def test_a_new_name_reaches_everybody_in_the_call(call: Call) -> None:
    ann, ben = await call.join(call.ann), await call.join(call.ben)
    heard: list[str] = []
    ben.room.on('participant_name_changed', lambda caller, _former, name: heard.append(f'{caller.identity} {name}'))
    await asyncio.sleep(2 * SETTLE_SECONDS)  # until their arrival no longer makes us ask
    await call.room.rename(call.ann, 'Anna Livia')
    await until(lambda: heard == [f'{call.ann} Anna Livia'], seconds=1)
    await ann.speak()
    await until(lambda: call.sends(call.ann).audio)


async def test_a_person_who_joins_the_call_under_a_former_name_gets_their_name_in_the_room(call: Call) -> None:
    token = call.token(call.ann)
    await call.room.rename(call.ann, 'Anna Livia')
    ben = await call.join(call.ben)
    await call.join(call.ann, token)
    await until(lambda: [caller.name for caller in ben.room.remote_participants.values()] == ['Anna Livia'], seconds=3)


async def test_a_person_is_in_the_call_only_once_with_their_last_tab(call: Call) -> None:
    former = await call.join(call.ann)
    later = await call.join(call.ann)
    await until(former.gone.is_set)
    await later.speak()
    await until(lambda: call.sends(call.ann).audio)
    assert not later.gone.is_set()


async def test_a_change_that_nobody_reports_is_soon_found_by_asking(call: Call) -> None:
    """An external LiveKit sends no webhook, and here nothing passes through the proxy either."""
    keys = LiveKitKeys('studyroom', SECRET)
    async with call_with(ExternalSource(call.source.address, keys), reconcile_seconds=1.0) as other:
        speaker = Guest(rtc.Room())
        token = keys.join_token(other.room.room_id, other.ann, 'Ann')
        await speaker.room.connect(other.source.address, token, OPTIONS)
        await speaker.speak()
        await until(lambda: other.sends(other.ann).audio, seconds=3)
        await speaker.leave()
        await until(lambda: not other.room.media, seconds=3)


async def test_a_killed_livekit_is_back_within_seconds_and_nobody_sends_meanwhile(call: Call) -> None:
    ann = await call.join(call.ann)
    await ann.speak()
    await until(lambda: call.sends(call.ann).audio)
    killed, began = call.livekit_pid, time.monotonic()
    os.kill(killed, signal.SIGKILL)
    await until(lambda: call.service.status.health is MediaHealth.STARTING)
    assert not call.room.media
    await call.until_ready()
    assert call.livekit_pid != killed
    assert time.monotonic() - began < 2
    await until(lambda: call.sends(call.ann).audio, seconds=40)


async def test_the_webhook_ignores_strangers(call: Call) -> None:
    heard: list[str] = []
    async with (
        webhook_listener(LiveKitKeys('studyroom', 'x' * 40), heard.append) as address,
        httpx.AsyncClient() as client,
    ):
        for headers in ({}, {'Authorization': 'nonsense'}, {'Authorization': call.token(call.ann)}):
            answer = await client.post(address, content='{"room": {"name": "algebra"}}', headers=headers)
            assert answer.status_code == 401
    assert heard == []
