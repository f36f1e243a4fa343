"""A record of what a page noticed and when: bells, sounds, flashes, phases and painted seconds."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Page

from tests.browser.profiles import run_first

SCRIPT = """
window.seen = { states: [], sounds: [], minutes: 0, flashes: 0, phases: [], seconds: {} };
window.addEventListener('studyroom:timer', ({ detail }) => seen.states.push(detail));
window.addEventListener('studyroom:sound', ({ detail }) => seen.sounds.push(detail));
window.addEventListener('studyroom:minute', () => (seen.minutes += 1));
new MutationObserver((changes) => {
  const now = performance.timeOrigin + performance.now();
  for (const { type, attributeName, target, oldValue } of changes) {
    if (type === 'attributes') {
      const { phase } = target.dataset;
      if (attributeName === 'data-phase' && phase !== oldValue) seen.phases.push([phase, now]);
      if (attributeName === 'class' && target.matches('html.flash') && !/flash/.test(oldValue)) seen.flashes += 1;
    } else {
      const digits = document.querySelector('.timer .digits');
      if (digits) seen.seconds[digits.textContent] ??= now;
    }
  }
}).observe(document, { attributes: true, attributeFilter: ['data-phase', 'class'], attributeOldValue: true,
  characterData: true, childList: true, subtree: true });
"""


async def watch(page: Page) -> None:
    """Record from the next page load on."""
    await run_first(page, SCRIPT)


async def watch_now(page: Page) -> None:
    """Record from now on, until the page is left."""
    await page.evaluate(f'() => {{ {SCRIPT} }}')


async def seen(page: Page) -> dict[str, Any]:
    """Return `states` (as the countdown took them), `sounds`, `minutes`, `flashes`, and `phases` and `seconds` with the
    milliseconds since 1970 at which they were painted."""
    found: dict[str, Any] = await page.evaluate('window.seen')
    return found


def frames(page: Page) -> list[str]:
    """Return a list that collects every WebSocket frame sent to this page from its next load on."""
    heard: list[str] = []

    def keep(payload: str | bytes) -> None:
        heard.append(payload if isinstance(payload, str) else payload.decode('utf-8', 'replace'))

    page.on('websocket', lambda socket: socket.on('framereceived', keep))
    return heard
