"""/docs/problems: every code of a refusal. The `type` of a problem links here."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from studyroom.api.contract.model import examples_of
from studyroom.api.contract.refusals import GROUPS, OF_PAGES, Refusal
from studyroom.api.contract.schemas import ProblemModel
from studyroom.api.documents.page import Look, page, paragraphs, prose, shown_json, table

HERE = '/docs/problems'
HEADING = 'What problems mean'
INTRODUCTION = """
Over REST a refusal is `application/problem+json` ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)), over the
WebSocket a message of type `error`. Both have a `code`, which is for programs and never changes, and `detail`, one
sentence for people. Nothing was changed by what was refused.

Where a code has no status, only the WebSocket sends it: over REST a field that is wrong is `invalid`, which names it.
"""


def problems_page(look: Look) -> str:
    """Return the page."""
    tables = ''.join(_group(title, group) for title, group in GROUPS.items() if group is not OF_PAGES)
    example = shown_json(examples_of(ProblemModel)[0])
    head = f'<h1>{HEADING}</h1>{paragraphs(INTRODUCTION)}{example}'
    rest = f'<section><h2>What only browsers do</h2>{paragraphs(REST)}{_table(OF_PAGES)}</section>'
    return page(look, HERE, HEADING, f'<main id="content" class="docs__words docs__main">{head}{tables}{rest}</main>')


REST = """
Goals of a person and some buttons of the timer have no call of their own yet; these are here to be complete.
"""


def _group(title: str, group: Mapping[str, Refusal]) -> str:
    return f'<section><h2>{escape(title)}</h2>{_table(group)}</section>'


def _table(group: Mapping[str, Refusal]) -> str:
    rows = [(f'<code>{code}</code>', _status(it), prose(it.meaning), prose(it.remedy)) for code, it in group.items()]
    return table(('code', 'Status', 'What it means', 'What to do'), rows, ids=group)


def _status(refusal: Refusal) -> str:
    ends = ' <span class="docs__rare">ends the socket</span>' if refusal.ends else ''
    return f'{refusal.status or "–"}{ends}'
