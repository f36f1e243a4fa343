"""The invitation: a link to read, copy and scan."""

from __future__ import annotations

import re

import segno

from components.kit.template import render
from components.sheets.invite import ANYONE, ONLY_HERE, Invitation, draw_invitation, invite_row

LINK = 'https://study.example.org/room/algebra-k7f2'


def test_the_link_is_shown_without_its_scheme_and_copied_whole() -> None:
    drawn = render(draw_invitation, invite_row(Invitation(LINK, True)))
    assert drawn.startswith('<div class="invite"><div class="qr" role="img" aria-label="QR code for the link"><svg ')
    copy = '<svg class="icon" aria-hidden="true"><use href="#copy"></use></svg>'
    assert drawn.endswith(
        '</svg></div><div class="invite__words"><div class="field"><span class="label">Link to this room</span>'
        '<div class="copyline"><span>study.example.org/room/algebra-k7f2</span>'
        f'<button class="iconbtn" type="button" data-copy="{LINK}" data-copied="Link copied" title="Copy the link"'
        f' aria-label="Copy the link">{copy}</button></div></div><p class="small quiet">{ANYONE}</p>'
        f'<button class="btn btn--main" type="button" data-copy="{LINK}" data-copied="Link copied">{copy}Copy the link'
        '</button></div></div>'
    )


def test_the_code_encodes_the_link() -> None:
    code = segno.make(LINK, error='m', micro=False).svg_inline(border=0, dark='#26221b', omitsize=True)
    drawn = render(draw_invitation, invite_row(Invitation(LINK, True)))
    assert attributes(code) < attributes(drawn)
    assert '<svg class="segno" viewBox="0 0 33 33"><path class="qrline" stroke="#26221b" d="M0 0.5h7m' in drawn


def test_a_link_that_no_other_machine_can_open_says_so() -> None:
    assert f'<p class="small quiet">{ONLY_HERE}</p>' in render(draw_invitation, invite_row(Invitation(LINK, False)))


def attributes(markup: str) -> set[str]:
    return set(re.findall('[a-zA-Z-]+="[^"]*"', markup))
