"""Inviting others: link, copy, QR code."""

from __future__ import annotations

from dataclasses import dataclass

import segno

from components.kit.dialog import sheet
from components.kit.live_view import LiveView

TEMPLATE = """
<div class="invite">
  <div class="qr" role="img" aria-label="QR code of the link">QR</div>
  <div class="invite__words"><div class="field"><span class="label">Link to this room</span>
    <div class="copyline"><span>{{ row.shown }}</span><button type="button" class="iconbtn" title="Copy the link" aria-label="Copy the link" :data-copy="row.link" data-copied="Link copied"><icon name="copy"/></button></div></div>
    <p class="small quiet">{{ row.who }}</p>
    <button type="button" class="btn btn--main" :data-copy="row.link" data-copied="Link copied"><icon name="copy"/>Copy the link</button></div>
</div>
"""


ANYONE = 'Anyone with this link may sit down. No account is needed.'
ONLY_HERE = 'Only this machine can open this link. Started with --lan, the server lets others in, too.'


@dataclass(frozen=True, slots=True)
class Invitation:
    """The address of a room, and whether machines other than the server's can open it."""

    link: str
    reachable: bool


def open_invite_sheet(invitation: Invitation) -> None:
    """Shows it to be scanned, read or copied."""
    link, who = invitation.link, ANYONE if invitation.reachable else ONLY_HERE
    with sheet('Invite others', wide=True):
        fields = {'link': link, 'shown': link.split('://', 1)[-1], 'who': who}
        LiveView(TEMPLATE.replace('QR<', f'{qr_code(link)}<'), fields)


def qr_code(link: str) -> str:
    """SVG markup; dark on white in either theme, since scanners need it. Error correction M (ISO/IEC 18004)."""
    markup: str = segno.make(link, error='m', micro=False).svg_inline(border=0, dark='#26221b', omitsize=True)
    return markup
