"""Tests that the benchmarks run, tell what they measured, and tell nothing where the load was not what it should be."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.browser_client import Visitor, address
from benchmarks.chart import Row, chart, readable
from benchmarks.figures import FIGURES, Bound, Spread, results
from benchmarks.report import cells, put_into
from tests.browser.study import ROOT, StudyServer
from tests.forked_server import clean_environment

CLOSED_PORT = """
import sys
from benchmarks import __main__ as program
from benchmarks.browser_client import Visitor
from benchmarks.crowd import Crowd

async def to_a_closed_port(bench):
    await Crowd('http://127.0.0.1:1', Visitor).come(['algebra'] * 3)

program.SCENARIOS['page'] = program.Scenario(to_a_closed_port, 1)
sys.exit(program.main(['--tiny', '--only', 'page', '--output', sys.argv[1]]))
"""


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=clean_environment(), capture_output=True, text=True, timeout=150)


@pytest.mark.waits
def test_three_people_are_measured_beside_the_bare_server(tmp_path: Path) -> None:
    done = run('-m', 'benchmarks', '--tiny', '--only', 'one-room', 'files', '--output', tmp_path)
    assert done.returncode == 0, done.stderr
    assert re.search(r'Chat to all 3, p50 +[\d.]+ ms +[\d.]+ ms +[\d.]+x', done.stdout)
    kept = json.loads((tmp_path / 'results.json').read_text())
    assert {'version', 'machine'} <= kept['header'].keys()
    chat = next(figure for figure in kept['figures'] if figure['name'] == 'chat p50')
    assert chat['ratio'] == pytest.approx(chat['study_room']['median'] / chat['bare']['median'])
    assert '| Chat to all 3, p50 |' in (tmp_path / 'results.md').read_text()
    ElementTree.parse(tmp_path / 'one-room.svg')


def test_nothing_is_reported_when_browsers_cannot_connect(tmp_path: Path) -> None:
    done = run('-c', CLOSED_PORT, tmp_path / 'results')
    assert done.returncode == 1
    assert (
        'Nothing is reported, because the load was not what it should have been: 3 of 3 could not come' in done.stderr
    )
    assert 'Traceback' not in done.stderr
    assert not (tmp_path / 'results').exists()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[StudyServer]:
    server = StudyServer(tmp_path)
    server.start()
    yield server
    server.stop()


async def test_a_visitor_who_lost_the_network_hears_what_was_said_meanwhile(server: StudyServer) -> None:
    url, _, room_id = server.open_room().partition('/room/')
    async with Visitor(url, room_id, 'Ann', address(1)) as ann, Visitor(url, room_id, 'Ben', address(2)) as ben:
        await ann.sit_down()
        await ben.sit_down()
        ben.drop_network()
        await ben.gone.wait()
        await ann.say('While you were away')
        heard = ben.hears('While you were away')
        await ben.come_back()
        assert await heard > 0
        assert ben.is_seated


def test_a_figure_is_held_against_its_limit_and_its_aim() -> None:
    verdicts = {}
    for name, study_room, bare in (('chat p50', 11, 6), ('chat p50', 17, 6), ('chat p50', 19, 6), ('one more', 24, 2)):
        (result,) = results({name: [study_room], f'bare {name}': [bare]}, {'people': 200})
        verdicts[name, study_room] = result.verdict
    assert [*verdicts.values()] == ['aim', 'ok', 'OVER', 'aim']
    assert Bound(value=5_000, least=True).holds(5_500, None)
    assert not Bound(value=5_000, least=True).holds(4_000, None)


def test_the_median_is_told_with_its_spread() -> None:
    (result,) = results({'chat p50': [9, 8, 30], 'bare chat p50': [3.1, 3, 2]}, {'people': 200})
    assert cells(result) == ('Chat to all 200, p50', '3 ms', '9 (8 to 30) ms', '3x', '3x', '2x', 'ok')


def test_new_figures_take_the_place_of_old_ones(tmp_path: Path) -> None:
    page = tmp_path / 'page.md'
    page.write_text('# Page\n\n## Figures\n\nold\n\n## Then\n\nwords\n')
    put_into(page, 'new\n')
    assert page.read_text() == '# Page\n\n## Figures\n\nnew\n\n## Then\n\nwords\n'


def test_no_two_figures_have_one_name() -> None:
    assert len({figure.name for figure in FIGURES}) == len(FIGURES)


def test_a_chart_draws_words_that_are_not_markup() -> None:
    drawn = ElementTree.fromstring(chart('A <b> & co', '', [Row('x < y', 'ms', Spread(2, 1, 3), Spread(1, 1, 1), 2.5)]))
    assert [text.text for text in drawn.iter('{http://www.w3.org/2000/svg}text')][:1] == ['A <b> & co']


@pytest.mark.parametrize(
    ('value', 'words'), [(0.0123, '0.012'), (1.234, '1.23'), (12.34, '12.3'), (1234.5, '1,234'), (500.0, '500')]
)
def test_three_digits_are_shown(value: float, words: str) -> None:
    assert readable(value) == words
