"""Tests that what the documentation says is true."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from studyroom.room.events import Event
from studyroom.server import events_docs
from tests.forked_server import clean_environment

CHECKOUT = Path(__file__).resolve().parent.parent
PAGES = sorted([*CHECKOUT.glob('*.md'), *(CHECKOUT / 'docs').rglob('*.md')])
ROUTES = """
import json, sys
from pathlib import Path
from nicegui import app
from studyroom.app import create_app
from studyroom.settings import Settings
create_app(Settings(data_dir=Path(sys.argv[1])))
def paths(routes):
    for route in routes:
        inner = getattr(route, 'original_router', None)
        yield from paths(inner.routes) if inner else [route.path]
print(json.dumps([*paths(app.routes)]))
"""


def text(name: str) -> str:
    return (CHECKOUT / name).read_text(encoding='utf-8')


def folders_in_tree() -> set[str]:
    """Return the paths of all folders that the tree names; fail if a named folder or file does not exist."""
    above: list[str] = []
    found = set()
    for line in text('ARCHITECTURE.md').split('## The tree')[1].split('```')[1].strip().splitlines():
        above = above[: (len(line) - len(line.lstrip())) // 2]
        inside = CHECKOUT.joinpath(*above)
        head = re.split(r' {3,}', line.strip(), maxsplit=1)[0]
        names = re.findall(r'[\w.-]+/', head)
        assert names or inside != CHECKOUT, line
        for name in names:
            assert (inside / name).is_dir(), f'{name} is in the tree of ARCHITECTURE.md but not in the checkout: {line}'
            found.add((inside / name).relative_to(CHECKOUT).as_posix())
        for name in re.findall(r'[\w-]+\.py\b', line):
            folders = [inside, *(inside / folder for folder in names)]
            assert any((folder / name).is_file() for folder in folders), f'{name} is not where the tree says: {line}'
        above += names[:1]
    return found


def test_the_architecture_is_short() -> None:
    assert len(text('ARCHITECTURE.md').splitlines()) <= 120


def test_the_code_in_the_architecture_is_code_of_the_product() -> None:
    product = [path.read_text(encoding='utf-8') for path in (CHECKOUT / 'studyroom').rglob('*.py')]
    blocks = re.findall(r'^```python\n(.*?)^```$', text('ARCHITECTURE.md'), re.DOTALL | re.MULTILINE)
    assert blocks
    for part in (part for block in blocks for part in block.split('\n\n\n')):
        assert any(part in code for code in product), f'this is nowhere in studyroom/:\n{part}'


def test_the_lines_of_the_architecture_fit_a_screen() -> None:
    assert [line for line in text('ARCHITECTURE.md').splitlines() if len(line) > 140] == []


def test_the_tree_names_every_folder_of_the_product_and_no_others() -> None:
    named = folders_in_tree()
    for top in ('studyroom', 'components', 'pages'):
        for folder in {path.parent.relative_to(CHECKOUT).as_posix() for path in (CHECKOUT / top).rglob('*.py')}:
            assert folder in named, f'{folder} is not in the tree of ARCHITECTURE.md'


def test_the_page_of_events_is_up_to_date() -> None:
    remake = 'to update it, run: python -m studyroom.server.events_docs'
    assert text('docs/events.md') == events_docs.events_page(), remake


@pytest.mark.parametrize('kind', [*events_docs.event_classes()], ids=lambda kind: kind.__name__)
def test_every_event_says_what_happened(kind: type[Event]) -> None:
    assert '__doc__' in vars(kind), kind
    assert not (kind.__doc__ or '').startswith(f'{kind.__name__}('), (
        'that is only the docstring that a dataclass writes by itself'
    )


def test_every_route_is_documented(tmp_path: Path) -> None:
    command = [sys.executable, '-c', ROUTES, str(tmp_path)]
    environment = clean_environment() | {'PYTHONPATH': str(CHECKOUT)}
    result = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stderr
    routes = [path for path in json.loads(result.stdout) if not path.startswith('/_nicegui')]
    assert {'/', '/room/{room_id}', '/rooms/{room_id}/chat'} <= set(routes)
    calls = re.findall(r'^\| `[A-Z]+ (/\S+)`', text('docs/api.md'), re.MULTILINE)
    for path in routes:
        written = re.sub(r'^/static/[0-9a-f]{12}', '/static/{digest}/...', path).replace(':path}', '}')
        assert path in calls or f'`{written}`' in text('ARCHITECTURE.md'), f'{path} is not on any page'


def test_every_key_is_documented_and_every_documented_key_exists() -> None:
    table = re.findall(r'^\| `(.+)` \| (.+) \|$', text('docs/keyboard.md'), re.MULTILINE)
    assert table == [*keys_in('pages/sheets.py'), *keys_in('components/kit/keys.py')]


def keys_in(name: str) -> list[tuple[str, str]]:
    """Return key and label of every `Key('T', 'Tell me the time', ...)`, in order."""
    calls = [node for node in ast.walk(ast.parse(text(name))) if isinstance(node, ast.Call)]
    keys = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == 'Key']
    keys.sort(key=lambda call: (call.lineno, call.col_offset))
    return [(ast.literal_eval(call.args[0]), ast.literal_eval(call.args[1])) for call in keys]


@pytest.mark.parametrize('page', PAGES, ids=lambda page: page.relative_to(CHECKOUT).as_posix())
def test_every_link_has_a_target(page: Path) -> None:
    prose = re.sub(r'^ *```.*?^ *```', '', page.read_text(encoding='utf-8'), flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r'\]\(([^)\s]+)\)', prose):
        if not target.startswith('https://'):
            path, _, heading = target.partition('#')
            assert (page.parent / path).exists(), target
            assert not heading or heading in headings(page.parent / path if path else page), target


def headings(page: Path) -> list[str]:
    """Return headings as links name them: `set-up-and-checks`."""
    lines = re.findall(r'^#+ (.+)$', page.read_text(encoding='utf-8'), re.MULTILINE)
    return [re.sub(r'[^\w -]', '', line.lower()).replace(' ', '-') for line in lines]


def test_the_readme_links_to_every_page() -> None:
    assert {page.relative_to(CHECKOUT).as_posix() for page in PAGES} - {'README.md'} <= set(
        re.findall(r'\]\(([^)\s#]+)', text('README.md'))
    )


def test_the_screenshot_is_small() -> None:
    assert (CHECKOUT / 'docs/room.png').stat().st_size < 200_000
