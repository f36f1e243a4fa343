"""Checks that several people see the same: the second on the clock, the notes in the chat."""

from __future__ import annotations

import asyncio

import pytest

from tests.browser.study import Person

SAME_SECOND_MS = 250
TICKS_GRANTED = 4
NEXT_TICK = """() => new Promise((resolve) => {
  const digits = document.querySelector('.timer .digits');
  const now = () => performance.timeOrigin + performance.now();
  new MutationObserver((_, watch) => (watch.disconnect(), resolve([digits.innerText.replace(/\\s/g, ''), now()])))
    .observe(digits, { childList: true, subtree: true, characterData: true });
})"""
NOTES = '[...document.querySelectorAll(".notes .note p")].map((p) => p.textContent)'
LINES = '[...document.querySelectorAll(".notes .line")].map((line) => line.textContent.trim())'


async def clocks_agree(*people: Person) -> None:
    """Check that all clocks show the same digits at the same instant; a page that just returned may take a moment."""
    for _ in range(TICKS_GRANTED):
        ends = await asyncio.gather(*map(ends_at_ms, people))
        if max(ends) - min(ends) < SAME_SECOND_MS:
            return
    pytest.fail(f'the clocks are {max(ends) - min(ends):.0f} ms apart')


async def ends_at_ms(person: Person) -> float:
    """Return when this person's running clock will show 00:00, in milliseconds since 1970."""
    digits, instant = await person.page.evaluate(NEXT_TICK)
    return float(instant) + _seconds(digits) * 1000


async def notes_seen(person: Person) -> list[str]:
    """Return the messages in the chat, from the top."""
    return list(await person.page.evaluate(NOTES))


async def lines_seen(person: Person) -> list[str]:
    """Return the quiet lines in the chat: arrivals and departures, bells, calls for help."""
    return list(await person.page.evaluate(LINES))


def _seconds(digits: str) -> int:
    minutes, seconds = digits.split(':')
    return int(minutes) * 60 + int(seconds)
