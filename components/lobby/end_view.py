"""A page with one sentence and one next step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from components.kit.live_view import LiveView

TEMPLATE = """
<main class="end end--alone"><icon :name="row.icon" class="icon--end"/><h1 class="display">{{ row.title }}</h1><p class="quiet">{{ row.text }}</p>
  <a v-if="row.href" class="btn btn--main" :href="row.href">{{ row.step }}</a>
  <button v-else type="button" class="btn btn--main" @click="act('step')">{{ row.step }}</button></main>
"""


def end_view(
    icon: str, title: str, text: str, step: str, *, href: str = '', on_step: Callable[[], Any] | None = None
) -> None:
    """The next step is a link (`href`) or calls `on_step`."""
    view = LiveView(TEMPLATE, {'icon': icon, 'title': title, 'text': text, 'step': step, 'href': href})
    if on_step is not None:
        view.on_act('step', lambda *_: on_step())
