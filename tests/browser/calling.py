"""People with a microphone, a camera and a screen, and checks of what they see and hear of each other."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.profiles import new_context
from tests.browser.study import Person, StudyServer

# Five frames a second move as well as twenty, and halve the cost of two people in a call.
FAKE_DEVICES = '--use-fake-device-for-media-stream=fps=5'
GRANTED = '--use-fake-ui-for-media-stream'
WAIT_SECONDS = 20.0
CALL = 'getElement(document.querySelector(".stage").id.slice(1)).call'
# Records what a page asks of its devices, from its first line on. Cameras give small frames, a sixth less work for two
# people in a call, until `wholePictures` is set.
WITNESS = """
window.asked = [];
const small = (wish) => (wish?.video && !window.wholePictures
  ? { ...wish, video: { ...wish.video, width: 320, height: 180 } } : wish);
for (const name of ['getUserMedia', 'getDisplayMedia']) {
  const real = navigator.mediaDevices?.[name].bind(navigator.mediaDevices);
  if (real) navigator.mediaDevices[name] = async (wish) => {
    const call = { name, wish, tracks: [] };
    asked.push(call);
    const stream = await real(name === 'getUserMedia' ? small(wish) : wish);
    call.tracks = stream.getTracks().map(({ id }) => id);
    return stream;
  };
}
"""
PLAYS = """(video) => new Promise((done) => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 32, height: 18 });
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  const look = () => (pen.drawImage(video, 0, 0, 32, 18), pen.getImageData(0, 0, 32, 18).data.join());
  const since = video.currentTime;
  let before = null;
  const looking = setInterval(() => {
    if (video.readyState < 2 || !video.videoWidth) return;
    before ??= look();
    if (video.currentTime > since && look() !== before) clearInterval(looking), done(true);
  }, 50);
  setTimeout(() => (clearInterval(looking), done(false)), 1500);
})"""
ENERGY = f"""async ([name, source]) => {{
  const person = [...({CALL}?.remoteParticipants.values() ?? [])].find((one) => one.name === name);
  const track = person?.getTrackPublication(source)?.track;
  if (!track?.attachedElements.some((element) => element.isConnected && !element.paused && !element.muted)) return null;
  const report = [...(await track.getRTCStatsReport()).values()].find(({{ type }}) => type === 'inbound-rtp');
  return report?.totalAudioEnergy ?? null;
}}"""


@dataclass
class Caller(Person):
    """A person with a camera; remembers what went wrong in the page and what it fetched."""

    faults: list[str] = field(default_factory=list, repr=False)
    fetched: list[str] = field(default_factory=list, repr=False)
    _ears: list[tuple[BrowserContext | Page, str, Callable[..., None]]] = field(default_factory=list, repr=False)

    def watch(self) -> None:
        """Watch every tab of this profile from now on."""
        context = self.page.context
        self._hear(context, 'weberror', lambda problem: self.faults.append(str(problem.error)))
        self._hear(context, 'request', lambda request: self.fetched.append(request.url))
        self._hear(context, 'page', self._hear_sockets)
        self._hear_sockets(self.page)

    def watch_no_more(self) -> None:
        while self._ears:
            where, event, hear = self._ears.pop()
            where.remove_listener(event, hear)

    def _hear_sockets(self, page: Page) -> None:
        self._hear(page, 'websocket', lambda socket: self.fetched.append(socket.url))

    def _hear(self, where: BrowserContext | Page, event: str, hear: Callable[..., None]) -> None:
        where.on(event, hear)  # type: ignore[call-overload]
        self._ears.append((where, event, hear))

    async def turn_on(self, *kinds: str) -> None:
        """Turn on mic, camera or screen, and return when the button says so."""
        for kind in kinds:
            await self.switch(kind).click()
        for kind in kinds:
            await expect(self.switch(kind)).to_have_attribute('aria-pressed', 'true')

    async def turn_off(self, *kinds: str) -> None:
        for kind in kinds:
            await self.switch(kind).click()
            await expect(self.switch(kind)).to_have_attribute('aria-pressed', 'false')

    def switch(self, kind: str) -> Locator:
        return self.page.locator(f'.ctl[data-media={kind}]:visible')

    def tile(self, label: str) -> Locator:
        """Find a tile by its whole label: 'Tom', 'Tom (you)', 'Tom’s screen'."""
        words = self.page.locator('.tile__label > span', has_text=re.compile(f'^{re.escape(label)}$'))
        return self.page.locator('.stage .tile', has=words)

    def tiles(self) -> Locator:
        return self.page.locator('.stage .tile:visible')

    def row(self, name: str) -> Locator:
        return self.page.locator('.person', has=self.page.locator('.person__name', has_text=name))

    def sends(self, name: str, words: str) -> object:
        """Expect these words, which come from the server, in that person's row."""
        return expect(self.row(name)).to_have_attribute('aria-label', re.compile(re.escape(words) + '$'))

    async def sees_video_of(self, label: str) -> None:
        """Wait until that video moves: different pixels at a later time."""
        video = self.tile(label).locator('video')
        async with asyncio.timeout(WAIT_SECONDS):
            await expect(video).to_be_visible()
            while not await video.evaluate(PLAYS):
                await expect(video).to_be_visible()

    async def hears(self, name: str, source: str = 'microphone') -> None:
        """Wait until that person's sound arrives, is not silence, and is played by an element."""
        await self._listen([name, source], lambda before, now: now > before, seconds=0.1)

    async def stops_hearing(self, name: str, source: str = 'microphone') -> None:
        """Wait for silence longer than the pause between two beeps of the fake microphone."""
        await self._listen([name, source], lambda before, now: now == before, seconds=1.5)

    async def _listen(self, whom: list[str], enough: Callable[[float, float], bool], seconds: float) -> None:
        before: float | None = None
        await expect(self.page.locator('.stage')).to_be_attached()
        async with asyncio.timeout(WAIT_SECONDS):
            while True:
                now: float | None = await self.page.evaluate(ENERGY, whom)
                if before is not None and now is not None and enough(before, now):
                    return
                before = now
                await asyncio.sleep(seconds)

    async def order(self) -> list[str]:
        """Return the labels of the visible tiles, in order."""
        return [words.strip() for words in await self.page.locator('.tile:visible .tile__label').all_inner_texts()]

    async def subscribed(self, kind: str) -> int:
        """Return how many of others' tracks this page receives; `kind` is audio or video."""
        script = f"""(kind) => [...{CALL}.remoteParticipants.values()]
          .flatMap((one) => [...one.trackPublications.values()])
          .filter((one) => one.kind === kind && one.isSubscribed).length"""
        return int(await self.page.evaluate(script, kind))

    async def media(self, key: str) -> object:
        return await self.page.evaluate('(key) => studyroom.media.get(key)', key)

    def fetched_for_calls(self) -> list[str]:
        return [url for url in self.fetched if '/livekit/' in url or 'livekit-client' in url]


NewCaller = Callable[..., AbstractAsyncContextManager[Caller]]


async def new_caller(browser: Browser, **options: object) -> Caller:
    """Return a person as `new_person` does, with devices."""
    context = await new_context(browser, WITNESS, **options)
    return caller_at(await context.new_page())


def caller_at(page: Page) -> Caller:
    """Return the caller at this page, of a profile whose pages run WITNESS."""
    caller = Caller(page)
    caller.watch()
    return caller


async def sit_together(server: StudyServer, *callers: tuple[Caller, str]) -> str:
    """Seat the callers in a new room and return its address; its media are ready."""
    address = server.open_room()
    await asyncio.gather(*(caller.take_seat(address, name) for caller, name in callers))
    for caller, _ in callers:
        await expect(caller.page.locator('.people .heading .count')).to_have_text(str(len(callers)))
        await expect(caller.switch('mic')).to_be_visible()
    return address
