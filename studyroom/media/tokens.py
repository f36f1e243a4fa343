"""Tokens for LiveKit: short-lived, for one seat in one room, with the least grants."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta

from livekit import api

from studyroom.room.media import SHARE, SHOW, SPEAK

TTL = timedelta(minutes=5)
LEEWAY = timedelta(seconds=5)  # the clock of an external LiveKit, which renews tokens, may differ
SOURCES = {
    'microphone': SPEAK,
    'camera': SHOW,
    'screen_share': SHARE,
    'screen_share_audio': SHARE,
}


@dataclass(frozen=True, slots=True)
class LiveKitKeys:
    """The API key and secret shared with LiveKit; the secret has at least 32 characters."""

    key: str
    secret: str = field(repr=False)

    def join_token(self, room_id: str, identity: str, name: str, sources: Collection[str] = SOURCES) -> str:
        """Return a JWT for `identity` in `room_id`, good for 5 minutes: subscribe, publish `sources`, nothing else."""
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
        token = api.AccessToken(self.key, self.secret).with_identity(identity).with_name(name)
        return token.with_ttl(TTL).with_grants(grants).to_jwt()

    def claims(self, token: str) -> tuple[str, str] | None:
        """Return (room, identity) of a valid token signed with these keys; None for any other string."""
        try:
            told = api.TokenVerifier(self.key, self.secret, leeway=LEEWAY).verify(token)
        except Exception:  # for arbitrary input PyJWT and the SDK raise many kinds of exception
            return None
        if told.video is None or not told.video.room_join or not told.video.room or not told.identity:
            return None
        return told.video.room, told.identity

    def webhook(self, body: str, signature: str) -> api.WebhookEvent | None:
        """Return the event of a webhook call, or None unless LiveKit signed it."""
        try:
            return api.WebhookReceiver(api.TokenVerifier(self.key, self.secret)).receive(body, signature)
        except Exception:  # as above; a changed body is a bare Exception
            return None
