"""The rules of the house that can be counted."""

import ast
import gzip
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
FOLDERS = ('studyroom', 'pages', 'components', 'examples', 'bin', 'tests')
PYTHON = sorted(path for folder in FOLDERS for path in (CHECKOUT / folder).rglob('*.py'))
PRODUCT = [path for path in PYTHON if path.relative_to(CHECKOUT).parts[0] != 'tests']
SCRIPTS = sorted((CHECKOUT / 'static').glob('*.js'))
DRAWN = [
    path
    for path in PRODUCT
    if path.is_relative_to(CHECKOUT / 'pages')
    or (path.is_relative_to(CHECKOUT / 'components') and not path.is_relative_to(CHECKOUT / 'components' / 'kit'))
]
Function = ast.FunctionDef | ast.AsyncFunctionDef

FILE_LINES = 300
# All of static/*.js, one after the other, was 23,713 bytes by `gzip -9` when this was set; a tenth more is allowed.
SCRIPTS_BYTES = 26_084
SCRIPT_BYTES = 10_000  # of one file, gzipped by itself
SCRIPT_COLUMNS = 120
SHORT_FUNCTION = 20
LONG_FUNCTION = 40
LONG_BUILDER = 60
BINDING = re.compile(r'\{\{|\bv-(if|else|for|show|model|bind|on|html|text|slot)\b|(^|\s)[:@][a-z][\w.:-]*=')
EMPTY_NAMES = {'utils', 'util', 'helpers', 'helper', 'common', 'services', 'misc', 'shared'}


def name(path: Path) -> str:
    return path.relative_to(CHECKOUT).as_posix()


def lines(path: Path) -> int:
    return len(path.read_text(encoding='utf-8').splitlines())


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function's place and its length in lines, from `def` to the end, without its docstring."""
    for node in ast.walk(ast.parse(path.read_text(encoding='utf-8'))):
        if isinstance(node, Function):
            yield f'{name(path)}:{node.lineno} {node.name}', _length(node)


def _length(node: Function) -> int:
    assert node.end_lineno
    length = node.end_lineno - node.lineno + 1
    if ast.get_docstring(node):
        docstring = node.body[0]
        assert docstring.end_lineno
        length -= docstring.end_lineno - docstring.lineno + 1
    return length


@pytest.mark.parametrize('path', PYTHON, ids=name)
def test_a_file_is_short(path: Path) -> None:
    assert lines(path) < FILE_LINES


@pytest.mark.parametrize('path', PYTHON, ids=name)
def test_a_file_is_named_for_what_is_in_it(path: Path) -> None:
    assert not EMPTY_NAMES & {path.stem, *path.relative_to(CHECKOUT).parts}


def test_no_function_is_long() -> None:
    for path in PYTHON:
        most = LONG_BUILDER if path.relative_to(CHECKOUT).parts[0] == 'components' else LONG_FUNCTION
        assert [place for place, length in functions(path) if length > most] == []


def test_nine_of_ten_functions_are_short() -> None:
    lengths = [length for path in PRODUCT for _, length in functions(path)]
    assert sum(length <= SHORT_FUNCTION for length in lengths) >= 0.9 * len(lengths)


def test_a_class_name_stands_for_one_thing() -> None:
    """Public classes of the product: a reader never has to ask which one is meant."""
    defined: dict[str, list[str]] = {}
    for path in PRODUCT:
        if path.relative_to(CHECKOUT).parts[0] in {'studyroom', 'pages', 'components'}:
            for node in ast.parse(path.read_text(encoding='utf-8')).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith('_'):
                    defined.setdefault(node.name, []).append(name(path))
    assert {class_name: places for class_name, places in defined.items() if len(places) > 1} == {}


def test_publish_is_called_in_one_place() -> None:
    calls = [
        f'{name(path)}:{node.lineno}'
        for path in PRODUCT
        for node in ast.walk(ast.parse(path.read_text(encoding='utf-8')))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == 'publish'
    ]
    assert len(calls) == 1, calls


def test_now_is_asked_of_the_clock_alone() -> None:
    asked = re.compile(r'\btime\.time\(|\btime\.monotonic\(|datetime\.(now|utcnow)\(')
    asking = {name(path) for path in PRODUCT if asked.search(path.read_text(encoding='utf-8'))}
    assert asking <= {'studyroom/clock.py'}


FOR_VUE = """
ROW = '<b>{{ row.words }}</b>'  # one
ROW = f'<b>{{{{ row.{field} }}}}</b>'
ROW = '<b v-if="row.open">' 'x</b>'
ROW = f'<i {more}v-for="one in row.many"></i>'
ROW = '<i v-else></i>', b''
ROW = call('<b :class="row.classes">')
ROW = f'<button{more} @click.stop="act(1)">'
ROW = ':hidden=true'
"""
FOR_PEOPLE = """
# '{{ row.words }}', v-if, :class="x" and @click="y" in a comment
WORDS = f'{count}: at {time}', 'a {place}', 'v-neck', 'See: https://a.b:80/?x=1', 'ann@example.org', '16:9 = wide'
STYLE = div(':hover', style='a:b')[{'x': {'y': 1}}.get('x')]
"""


def bindings(source: str) -> list[int]:
    """The lines of a module with strings that are meant for Vue; comments are not looked at."""
    return sorted(
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and BINDING.search(node.value)
    )


@pytest.mark.parametrize('path', DRAWN, ids=name)
def test_pages_are_drawn_in_python(path: Path) -> None:
    assert bindings(path.read_text(encoding='utf-8')) == []


def test_bindings_are_found_in_every_kind_of_string_and_in_no_comment() -> None:
    assert bindings(FOR_VUE) == list(range(2, 10))
    assert bindings(FOR_PEOPLE) == []


BEHIND_THE_KIT = {
    ('components.kit.acts', 'Handler'),
    ('components.kit.traced', 'Traced'),
    ('components.kit.traced', 'js'),
    ('components.kit.traced', 'traced'),
}
BEHIND_IT = """
from components.kit.acts import Handler
from components.kit.traced import choose, js
from components.kit import traced
import components.kit.traced
from components.kit.traced import *
ui.run_javascript('alert(1)')
run_javascript('alert(1)')
from nicegui.ui import run_javascript
p(v_html=row.words)
p(innerHTML=row.words)
p(**{'v-html': row.words, 'title': 'x', **{'innerHTML': 'x'}})
"""
BEFORE_IT = """
from components.kit.traced import choose, negate
from components.kit.acts import act
p(value=row.words, **more)
WORDS = 'run_javascript'
"""


def behind_the_kit(source: str) -> list[int]:
    """The lines of a module that write JavaScript, or markup that is not escaped, past the kit."""
    return sorted(
        {node.lineno for node in ast.walk(ast.parse(source)) if isinstance(node, Placed) and _is_behind(node)}
    )


Placed = ast.ImportFrom | ast.Import | ast.Attribute | ast.Name | ast.Call


def _is_behind(node: Placed) -> bool:
    if isinstance(node, ast.ImportFrom):
        whole = {(f'{node.module}.{one.name}', '*') for one in node.names} | {
            (node.module, one.name) for one in node.names
        }
        modules = {(module, '*') for module, _ in BEHIND_THE_KIT}
        return bool(whole & (BEHIND_THE_KIT | modules)) or any(one.name == 'run_javascript' for one in node.names)
    if isinstance(node, ast.Import):
        return any(one.name in {module for module, _ in BEHIND_THE_KIT} for one in node.names)
    if isinstance(node, ast.Call):
        return any(_is_raw(argument) for argument in node.keywords)
    return (node.attr if isinstance(node, ast.Attribute) else node.id) == 'run_javascript'


def _is_raw(argument: ast.keyword) -> bool:
    if argument.arg is not None:
        return bool(RAW.match(argument.arg))
    strings = (one.value for one in ast.walk(argument.value) if isinstance(one, ast.Constant))
    return any(isinstance(one, str) and bool(RAW.match(one)) for one in strings)


RAW = re.compile('v[_-]|inner|outer')


@pytest.mark.parametrize('path', DRAWN, ids=name)
def test_pages_write_no_javascript_past_the_kit(path: Path) -> None:
    assert behind_the_kit(path.read_text(encoding='utf-8')) == []


def test_ways_past_the_kit_are_found() -> None:
    assert behind_the_kit(BEHIND_IT) == list(range(2, 13))
    assert behind_the_kit(BEFORE_IT) == []


def gzipped(*paths: Path) -> int:
    """How many bytes of the files travel to a browser. Unlike lines, they are not saved by squeezing statements."""
    return len(gzip.compress(b''.join(path.read_bytes() for path in paths), compresslevel=9))


@pytest.mark.parametrize('path', SCRIPTS, ids=name)
def test_a_script_is_small(path: Path) -> None:
    assert gzipped(path) <= SCRIPT_BYTES


@pytest.mark.parametrize('path', SCRIPTS, ids=name)
def test_no_line_of_a_script_is_wide(path: Path) -> None:
    wide = [line for line in path.read_text(encoding='utf-8').splitlines() if len(line) > SCRIPT_COLUMNS]
    assert wide == []


def test_there_is_little_javascript() -> None:
    assert gzipped(*SCRIPTS) <= SCRIPTS_BYTES


def test_locks_name_no_address_of_an_index() -> None:
    for path in (*CHECKOUT.glob('requirements*.lock'), CHECKOUT / 'package-lock.json'):
        text = path.read_text(encoding='utf-8')
        assert not re.search(r'--(extra-)?index-url|--find-links|"resolved"|registry\.|files\.pythonhosted', text), path


def test_a_lock_is_installed_as_it_stands() -> None:
    """Resolving would look at releases newer than the lock, which have no hash in it."""
    script = (CHECKOUT / 'bin/environment').read_text()
    installs = [line for line in script.splitlines() if re.search('^[^#]*pip .*install', line)]
    assert len(installs) == 2
    assert all('--no-deps --require-hashes' in line for line in installs)


@pytest.mark.parametrize('path', sorted((CHECKOUT / 'studyroom/room').rglob('*.py')), ids=name)
def test_a_noun_imports_the_standard_library_other_nouns_and_the_clock_protocol(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding='utf-8'))):
        if isinstance(node, ast.Import):
            assert {alias.name.split('.')[0] for alias in node.names} <= sys.stdlib_module_names, ast.unparse(node)
        if isinstance(node, ast.ImportFrom) and ast.unparse(node) != 'from studyroom.clock import Clock':
            module = '.' * node.level + (node.module or '')
            known = module.split('.')[0] in sys.stdlib_module_names or f'{module}.'.startswith('studyroom.room.')
            assert known, ast.unparse(node)
