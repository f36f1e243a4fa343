"""A whole class in the call of one room, each through the proxy."""

import asyncio

from studyroom.room.media import MediaState
from tests.media.call import Call
from tests.media.senses import hears, sees, with_tone_and_picture

STUDENTS = 30
SECONDS = 60


async def test_thirty_people_hear_and_see_the_person_who_speaks_and_shares_a_screen(call: Call) -> None:
    ann = await call.join(call.ann)
    await ann.speak()
    await ann.show()
    seats = [await call.seat(f'Student {number}') for number in range(STUDENTS)]
    students = [await call.join(seat) for seat in seats]
    async with asyncio.timeout(SECONDS), with_tone_and_picture(ann):
        await asyncio.gather(*map(hears, students), *map(sees, students))
    assert await call.in_call() == {call.ann, *seats}
    assert call.room.media == {call.ann: MediaState(audio=True, video=True)}
