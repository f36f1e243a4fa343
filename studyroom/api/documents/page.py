"""The frame of the pages that explain the API: plain HTML in the look of the other pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

WAYS = {'/docs': 'REST', '/docs/websocket': 'WebSocket', '/docs/problems': 'Problems'}
SHORT_JSON = 72


@dataclass(frozen=True)
class Look:
    """What all pages share: where `static/` is served, the name, and the mark before it (SVG)."""

    base: str
    name: str
    mark: str


def page(
    look: Look, here: str, title: str, body: str, *, sheets: Iterable[str] = (), scripts: Iterable[str] = ()
) -> str:
    """Return a page at the address `here`; `sheets` are files in `static/`, `scripts` are addresses."""
    links = ''.join(
        f'<link rel="stylesheet" href="{look.base}/{name}">' for name in ('tokens.css', *sheets, 'docs.css')
    )
    ending = ''.join(f'<script src="{address}"></script>' for address in scripts)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} · {escape(look.name)}</title>
<link rel="icon" href="{look.base}/favicon-focus.svg" type="image/svg+xml">
<script src="{look.base}/head.js" data-base="{look.base}"></script>
{links}
</head>
<body class="docs">
<a class="docs__skip" href="#content">To the content</a>
{_header(look, here)}
{body}
{ending}
</body>
</html>
"""


def _header(look: Look, here: str) -> str:
    ways = ''.join(
        f'<a href="{address}"{" aria-current=page" * (address == here)}>{name}</a>' for address, name in WAYS.items()
    )
    brand = f'<a class="docs__brand" href="/">{look.mark}<span>{escape(look.name)}</span></a>'
    return f'<header class="docs__top">{brand}<nav class="docs__ways" aria-label="Documents">{ways}</nav></header>'


def prose(text: str) -> str:
    """Return text escaped, with `code` and [links](/to) rendered."""
    coded = re.sub(r'`([^`]+)`', r'<code>\1</code>', escape(text))
    return re.sub(r'\[([^\]]+)\]\(([^)]+)\)', r'<a href="\2">\1</a>', coded)


def paragraphs(text: str) -> str:
    """Render blocks separated by empty lines: paragraphs, or lists whose items begin with `- `."""
    return ''.join(_block(block.strip()) for block in text.strip().split('\n\n'))


def _block(block: str) -> str:
    if not block.startswith('- '):
        return f'<p>{prose(" ".join(block.split()))}</p>'
    items = (' '.join(item.split()) for item in re.split(r'^- ', block, flags=re.MULTILINE) if item.strip())
    return f'<ul>{"".join(f"<li>{prose(item)}</li>" for item in items)}</ul>'


def table(heads: Iterable[str], rows: Iterable[Iterable[str]], ids: Iterable[str] = ()) -> str:
    """Render a table. `rows` are HTML already; cells repeat the head of their column, for narrow screens."""
    names = list(heads)
    anchors = iter(ids)
    head = ''.join(f'<th scope="col">{name}</th>' for name in names)
    body = ''.join(f'<tr{_id(next(anchors, ""))}>{_cells(names, row)}</tr>' for row in rows)
    return f'<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _id(anchor: str) -> str:
    return f' id="{escape(anchor)}"' if anchor else ''


def _cells(names: list[str], row: Iterable[str]) -> str:
    return ''.join(f'<td data-head="{name}">{cell}</td>' for name, cell in zip(names, row, strict=True))


def shown_json(value: Mapping[str, Any]) -> str:
    """Render JSON, on one line if it is short."""
    line = json.dumps(value, ensure_ascii=False)
    text = line if len(line) <= SHORT_JSON else json.dumps(value, ensure_ascii=False, indent=2)
    return code_block(text)


def code_block(text: str) -> str:
    return f'<pre tabindex="0"><code>{escape(text.strip())}</code></pre>'
