"""Inviting others: link, copy, QR code."""

from __future__ import annotations

from html import escape

import segno

from components.dialog import sheet
from components.live_view import LiveView

TEMPLATE = """
<div class="invite">
  <div class="qr" role="img" aria-label="QR code of the link">QR</div>
  <div class="invite__words"><div class="field"><span class="label">Link to this room</span>
    <div class="copyline"><span>{{ row.shown }}</span><button type="button" class="iconbtn" title="Copy the link" aria-label="Copy the link" :data-copy="row.link" data-copied="Link copied"><icon name="copy"/></button></div></div>
    <p class="small quiet">Anyone with this link may sit down. No account is needed.</p>
    <button type="button" class="btn btn--main" :data-copy="row.link" data-copied="Link copied"><icon name="copy"/>Copy the link</button></div>
</div>
"""


def open_invite_sheet(link: str) -> None:
    """`link` is the address of the room as this browser reached it."""
    with sheet('Invite others', wide=True):
        LiveView(TEMPLATE.replace('QR<', f'{qr_code(link)}<'), {'link': link, 'shown': link.split('://', 1)[-1]})


def qr_code(link: str) -> str:
    """SVG markup; dark on white in either theme, since scanners need it. Error correction M (ISO/IEC 18004)."""
    code = segno.make(link, error='m', micro=False)
    markup: str = code.svg_inline(border=0, dark='#26221b', omitsize=True)
    return markup if '{' not in markup else escape(markup)
