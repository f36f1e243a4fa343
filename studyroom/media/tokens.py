"""Tokens for LiveKit: short-lived, for one seat in one room, with the least grants."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from livekit import api

TTL = timedelta(minutes=5)
SOURCES = ('microphone', 'camera', 'screen_share', 'screen_share_audio')


def join_token(secret: str, *, key: str, room_id: str, seat: str, name: str, sources: Collection[str] = SOURCES) -> str:
    """A JWT that lets `seat` into `room_id` for five minutes: hear and see, publish `sources`, no data, no rights besides."""
    grants = api.VideoGrants(
        room_join=True,
        room=room_id,
        can_publish=bool(sources),
        can_subscribe=True,
        can_publish_data=False,
        # An empty list would mean "no restriction" to LiveKit.
        can_publish_sources=list(sources) or None,
        can_update_own_metadata=False,
    )
    token = api.AccessToken(key, secret).with_identity(seat).with_name(name).with_ttl(TTL).with_grants(grants)
    return token.to_jwt()


def claims(token: str, secret: str, key: str) -> tuple[str, str] | None:
    """(room, seat) of a token that we signed and that is still good; None for every other string."""
    try:
        told = api.TokenVerifier(key, secret, leeway=timedelta(0)).verify(token)
    except Exception:
        return None
    if told.video is None or not told.video.room_join or not told.video.room or not told.identity:
        return None
    return told.video.room, told.identity
