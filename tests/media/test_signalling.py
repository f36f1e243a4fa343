"""The proxy lets through only those who may be in the call."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import httpx
import jwt
import pytest
from livekit import api
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from studyroom.media.tls_context import tls_context
from studyroom.media.tokens import LiveKitKeys
from studyroom.room.config import RoomConfig
from studyroom.room.errors import RoomError
from tests.media.call import SECRET, Call

PATHS = ['/livekit/rtc', '/livekit/rtc/v1']
Bring = Callable[[Call], Awaitable[str]]


async def of_another_room(call: Call) -> str:
    """Return a token for a room in which this person has no seat."""
    other = await call.rooms.create(RoomConfig('Biology'))
    return LiveKitKeys('studyroom', SECRET).join_token(other.room_id, call.ann, 'Ann')


async def of_no_room(call: Call) -> str:
    return LiveKitKeys('studyroom', SECRET).join_token('no-room-x2y3', call.ann, 'Ann')


async def forged(call: Call) -> str:
    return LiveKitKeys('studyroom', 'x' * 40).join_token(call.room.room_id, call.ann, 'Ann')


async def unsigned(call: Call) -> str:
    told = jwt.decode(call.token(call.ann), options={'verify_signature': False})
    return jwt.encode(told, '', algorithm='none')


async def altered(call: Call) -> str:
    head, _, signature = call.token(call.ann).split('.')
    _, body, _ = LiveKitKeys('studyroom', SECRET).join_token(call.room.room_id, call.ben, 'Ben').split('.')
    return f'{head}.{body}.{signature}'


async def expired(call: Call) -> str:
    grants = api.VideoGrants(room_join=True, room=call.room.room_id)
    token = api.AccessToken('studyroom', SECRET).with_identity(call.ann).with_grants(grants)
    return token.with_ttl(timedelta(seconds=-60)).to_jwt()


async def of_an_administrator(call: Call) -> str:
    grants = api.VideoGrants(room_admin=True, room_list=True, room=call.room.room_id)
    return api.AccessToken('studyroom', SECRET).with_identity(call.ann).with_grants(grants).to_jwt()


async def of_a_person_who_left(call: Call) -> str:
    token = call.token(call.ann)
    await call.room.leave(call.ann)
    return token


async def nothing(call: Call) -> str:
    return ''


REFUSED = [
    of_another_room, of_no_room, forged, unsigned, altered, expired, of_an_administrator, of_a_person_who_left, nothing,
]  # fmt: skip


async def status_of_socket(address: str, **headers: str) -> int:
    try:
        async with connect(address, additional_headers=headers):
            return 101
    except InvalidStatus as refusal:
        return refusal.response.status_code


async def status(call: Call, path: str, **asked: object) -> int:
    async with httpx.AsyncClient(verify=tls_context()) as client:
        return (await client.request('GET', call.http + path, **asked)).status_code  # type: ignore[arg-type]


@pytest.mark.parametrize('bring', REFUSED, ids=lambda bring: bring.__name__)
async def test_a_token_that_does_not_fit_is_refused_at_the_socket_and_at_validate(call: Call, bring: Bring) -> None:
    token = await bring(call)
    for path in PATHS:
        assert await status_of_socket(f'{call.ws}{path}?access_token={token}') == 403
        assert await status_of_socket(f'{call.ws}{path}', Authorization=f'Bearer {token}') == 403
        assert await status(call, f'{path}/validate?access_token={token}') == 403


async def test_a_token_of_a_person_in_the_room_is_let_through(call: Call) -> None:
    token = call.token(call.ann)
    assert await status(call, f'/livekit/rtc/validate?access_token={token}') == 200
    assert await status(call, f'/livekit/rtc/v1/validate?access_token={token}') == 400, (
        'the answer comes from LiveKit, not from us'
    )
    assert await status_of_socket(f'{call.ws}/livekit/rtc?access_token={token}&protocol=15') == 101


async def test_of_two_tokens_livekit_gets_the_one_that_was_checked(call: Call) -> None:
    """Python reads the last of two tokens in a query, Go the first: that must not let anybody in as somebody else."""
    left, mine = await of_a_person_who_left(call), call.token(call.ben)
    assert await status_of_socket(f'{call.ws}/livekit/rtc?access_token={mine}&access_token={left}&protocol=15') == 403
    async with connect(f'{call.ws}/livekit/rtc?access_token={left}&access_token={mine}&protocol=15'):
        assert await call.in_call() == {call.ben}


async def test_a_person_who_left_and_sat_down_again_may_come_back(call: Call) -> None:
    token = await of_a_person_who_left(call)
    assert await status(call, f'/livekit/rtc/validate?access_token={token}') == 403
    await call.room.sit_down('Ann', 'Ann')
    assert await status(call, f'/livekit/rtc/validate?access_token={token}') == 200


async def test_a_sleeping_room_is_woken_for_a_person_who_has_a_seat_there(call: Call) -> None:
    token = call.token(call.ann)
    assert await call.service.room_of(token) == call.room.room_id
    call.rooms.limits = type(call.rooms.limits)(sleep_seconds=0)
    for person in ('Ann', 'Ben'):
        call.room.forget(call.room.seat_of(person), f'{person} client')
    await call.rooms.sweep()
    assert call.rooms.get(call.room.room_id) is None
    assert await call.service.room_of(token) == call.room.room_id


@pytest.mark.parametrize(
    'path',
    [
        '/livekit', '/livekit/', '/livekit/twirp/livekit.RoomService/ListRooms', '/livekit/rtc/v2', '/livekit/agent',
        '/livekit/rtc/..%2ftwirp', '/livekit/webhook', '/livekit/whip/v1', '/livekit/settings/regions', '/rtc',
        '/livekit/debug/rooms', '/twirp/livekit.RoomService/ListRooms',
    ],
)  # fmt: skip
async def test_nothing_else_of_livekit_can_be_reached(call: Call, path: str) -> None:
    headers = {'Authorization': f'Bearer {await of_an_administrator(call)}'}
    async with httpx.AsyncClient(verify=tls_context()) as client:
        for method in ('GET', 'POST'):
            assert (await client.request(method, call.http + path, headers=headers)).status_code == 404
    assert await status_of_socket(call.ws + path) in {403, 404}


async def test_livekit_listens_only_to_this_machine(call: Call) -> None:
    assert call.source.address.startswith('http://127.0.0.1:')


async def test_a_call_without_livekit_is_refused_with_a_status_that_a_client_understands(call: Call) -> None:
    token = call.token(call.ann)
    await call.service.stop()
    # The proxy may not know yet that LiveKit has just gone.
    assert await status(call, f'/livekit/rtc/validate?access_token={token}') == 503
    assert await status_of_socket(f'{call.ws}/livekit/rtc?access_token={token}') == 403


async def test_a_browser_hears_when_livekit_has_gone(call: Call) -> None:
    async with connect(f'{call.ws}/livekit/rtc?access_token={call.token(call.ann)}&protocol=15') as browser:
        assert isinstance(await browser.recv(), bytes)
        await call.service.stop()
        async with asyncio.timeout(5):
            await browser.wait_closed()
        assert browser.close_code != 1006


async def test_a_ticket_is_only_for_a_person_with_a_seat_in_that_room(call: Call) -> None:
    ticket = call.service.ticket(call.room.room_id, call.ann, 'Ann')
    assert (ticket.url, ticket.own_relays) == ('/livekit', False)
    told = jwt.decode(ticket.token, SECRET, algorithms=['HS256'])
    assert (told['sub'], told['name'], told['video']['room']) == (call.ann, 'Ann', call.room.room_id)
    assert told['exp'] - told['nbf'] == 300
    for room_id, seat in ((call.room.room_id, 'seat:nobody'), ('no-room-x2y3', call.ann)):
        with pytest.raises(RoomError) as refusal:
            call.service.ticket(room_id, seat, 'Ann')
        assert refusal.value.code == 'not_seated'


async def test_without_livekit_there_is_no_ticket(call: Call) -> None:
    await call.service.stop()
    with pytest.raises(RoomError) as refusal:
        call.service.ticket(call.room.room_id, call.ann, 'Ann')
    assert refusal.value.code == 'media_unavailable'
