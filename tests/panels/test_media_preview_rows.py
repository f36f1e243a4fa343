"""Camera and microphone before sitting down."""

from __future__ import annotations

import pytest

from components.kit.browser import Media
from components.kit.template import render
from components.panels.media_stage import draw_preview


def test_both_are_off_and_devices_can_be_chosen() -> None:
    drawn = render(draw_preview)
    assert drawn.startswith(
        '<div class="preview__rest"><div class="preview__switches">'
        '<button class="btn" type="button" data-media="camera" aria-pressed="false">'
        '<svg class="icon" aria-hidden="true"><use href="#video-off"></use></svg>Camera</button>'
        '<button class="btn" type="button" data-media="mic" aria-pressed="false">'
        '<svg class="icon" aria-hidden="true"><use href="#mic-off"></use></svg>Microphone</button></div>'
        '<label class="pick">'
    )
    assert drawn.count('<select') == 3
    assert drawn.endswith('Then whatever is on is sent to the room; whatever is off stays off.</p></div>')


@pytest.mark.parametrize(
    ('kind', 'on', 'media'), [('camera', 'video', Media(camera='on')), ('mic', 'mic', Media(mic='on'))]
)
def test_a_switch_that_is_on_is_pressed(kind: str, on: str, media: Media) -> None:
    drawn = render(draw_preview, media=media)
    assert f'data-media="{kind}" aria-pressed="true"><svg class="icon" aria-hidden="true"><use href="#{on}">' in drawn
    assert drawn.count('aria-pressed="false"') == 1
