"""Whether the server is ready: the log can store facts, and media are up."""

from __future__ import annotations

import asyncio
import logging
from typing import Final, Protocol

from studyroom.room.errors import LogUnavailable
from studyroom.room.ports import MediaHealth, MediaStatus

log = logging.getLogger(__name__)

ANSWER_SECONDS: Final = 5.0
GOOD_SECONDS: Final = 1.0


class CheckedLog(Protocol):
    """The log, as a health check needs it."""

    async def probe(self) -> None: ...


class CheckedMedia(Protocol):
    """Microphone and camera, as a health check needs them."""

    @property
    def status(self) -> MediaStatus: ...


class ServerHealth:
    """Checks the log and media when asked; simultaneous requests share one check of the log.

    The log must answer within `answer_seconds`. A good answer stays valid for `good_seconds`, so that asking in a loop
    does not make the disk write in a loop.
    """

    def __init__(
        self,
        stored: CheckedLog,
        media: CheckedMedia,
        answer_seconds: float = ANSWER_SECONDS,
        good_seconds: float = GOOD_SECONDS,
    ) -> None:
        self._stored = stored
        self._media = media
        self._answer_seconds = answer_seconds
        self._good_seconds = good_seconds
        self._good_until = 0.0
        self._look: asyncio.Task[str] | None = None

    @property
    def media(self) -> MediaHealth:
        return self._media.status.health

    async def reasons(self) -> list[str]:
        """Return sentences that say what is wrong; none if the server is ready."""
        return [reason for reason in (await self._reason_of_log(), self._reason_of_media()) if reason]

    async def _reason_of_log(self) -> str:
        loop = asyncio.get_running_loop()
        if loop.time() < self._good_until:
            return ''
        if self._look is None or self._look.done():
            self._look = loop.create_task(self._probe())
        await asyncio.wait({self._look}, timeout=self._answer_seconds)
        return self._look.result() if self._look.done() else 'The log does not answer.'

    async def _probe(self) -> str:
        try:
            await self._stored.probe()
        except LogUnavailable as problem:
            return str(problem)
        except Exception:
            log.exception('the log could not be probed')
            return 'The log failed.'
        self._good_until = asyncio.get_running_loop().time() + self._good_seconds
        return ''

    def _reason_of_media(self) -> str:
        status = self._media.status
        return '' if status.health in {MediaHealth.READY, MediaHealth.OFF} else status.sentence
