"""The sheet for inviting others: link, copy button, QR code."""

from __future__ import annotations

import re
from dataclasses import dataclass

import segno

from components.kit.dialog import sheet
from components.kit.live_view import LiveView
from components.kit.markup import Tag
from components.kit.tags import button, div, icon, p, path, span, svg

DARK = '#26221b'  # on white in either theme, since scanners need it
SVG = re.compile(r'viewBox="([^"]+)".* d="([^"]+)"')
ANYONE = 'Anyone with this link may sit down. No account is needed.'
ONLY_HERE = 'Only this machine can open this link. Start the server with --lan to let others in.'


@dataclass(frozen=True, slots=True)
class Invitation:
    """The address of a room, and whether machines other than the server's can open it."""

    link: str
    reachable: bool


@dataclass(frozen=True, slots=True)
class QrCode:
    """A code's dark squares as the path of an SVG, and the box around them."""

    box: str
    squares: str


@dataclass(frozen=True, slots=True)
class InviteRow:
    """The link as it is copied, read and scanned; `who` says who may use it."""

    link: str
    shown: str
    who: str
    code: QrCode


def draw_invitation(row: InviteRow) -> Tag:
    """Draw the QR code beside the link."""
    copy = button(data_copy=row.link, data_copied='Link copied')
    return div('invite')[
        div('qr', role='img', aria_label='QR code for the link')[
            svg('segno', viewBox=row.code.box)[path('qrline', stroke=DARK, d=row.code.squares)]
        ],
        div('invite__words')[
            div('field')[
                span('label')['Link to this room'],
                div('copyline')[
                    span[row.shown],
                    copy('iconbtn', title='Copy the link', aria_label='Copy the link')[icon('copy')],
                ],
            ],
            p('small quiet')[row.who],
            copy('btn btn--main')[icon('copy'), 'Copy the link'],
        ],
    ]


def open_invite_sheet(invitation: Invitation) -> None:
    """Open the sheet with a link to scan, read or copy."""
    with sheet('Invite others', wide=True):
        LiveView(draw_invitation, invite_row(invitation))


def invite_row(invitation: Invitation) -> InviteRow:
    """Return the link with its code, and who may use it."""
    link, who = invitation.link, ANYONE if invitation.reachable else ONLY_HERE
    return InviteRow(link, link.split('://', 1)[-1], who, qr_code(link))


def qr_code(link: str) -> QrCode:
    """Encode the link with error correction M (ISO/IEC 18004)."""
    markup = segno.make(link, error='m', micro=False).svg_inline(border=0, omitsize=True)
    drawn = SVG.search(markup)
    assert drawn
    return QrCode(*drawn.groups())
