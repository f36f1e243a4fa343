"""The pages that explain the API: complete, from our own origin only, and without inline scripts."""

from __future__ import annotations

import re
import urllib.request
from html import unescape

import pytest

from studyroom.api.contract.model import examples_of, schema_name
from studyroom.api.contract.refusals import REFUSALS
from studyroom.api.documents.kinds import EVENTS, client_messages, description_of, server_messages, type_of
from tests.browser.study import StudyServer

PAGES = ('/docs', '/docs/websocket', '/docs/problems')


def read(server: StudyServer, path: str) -> str:
    with urllib.request.urlopen(f'{server.url}{path}') as answer:
        assert answer.status == 200
        return str(answer.read().decode())


@pytest.mark.parametrize('path', PAGES)
def test_everything_a_page_loads_comes_from_this_server(server: StudyServer, path: str) -> None:
    html = read(server, path)
    loaded = re.findall(r'<(?:script|link)[^>]* (?:src|href)="([^"]+)"', html)
    assert len(loaded) > 3
    for address in loaded:
        assert address.startswith('/')
        assert read(server, address)


@pytest.mark.parametrize('path', PAGES)
def test_a_page_has_no_inline_scripts_or_styles(server: StudyServer, path: str) -> None:
    html = read(server, path)
    assert re.findall(r'<script(?![^>]* src=)', html) == []
    assert re.findall(r'<style| style=| on[a-z]+="', html) == []


@pytest.mark.parametrize('path', PAGES)
def test_every_link_of_a_page_leads_somewhere(server: StudyServer, path: str) -> None:
    html = read(server, path)
    for target in set(re.findall(r'<a [^>]*href="([^"]+)"', html)):
        page, _, anchor = target.partition('#')
        if not page.startswith('https:'):
            there = read(server, page) if page else html
            assert not anchor or f'id="{anchor}"' in there, target


def test_the_pages_link_to_each_other(server: StudyServer) -> None:
    for path in PAGES:
        assert set(PAGES) <= set(re.findall(r'href="([^"]+)"', read(server, path)))


@pytest.mark.parametrize('model', [*client_messages(), *server_messages()], ids=lambda model: schema_name(model))
def test_every_message_is_described_with_its_fields_and_an_example(server: StudyServer, model: type) -> None:
    way = 'send' if model in client_messages() else 'get'
    html = read(server, '/docs/websocket')
    part = html.split(f'id="{way}-{schema_name(model)}"')[1].split('</article>')[0]
    words = unescape(re.sub(r'<[^>]+>', ' ', part))
    assert type_of(model) in words
    assert ' '.join(description_of(model).replace('`', ' ').split()) in ' '.join(words.split()).replace(' ,', ',') or (
        '`' in description_of(model)
    )
    assert set(model.model_fields) <= set(re.findall(r'<td data-head="Field"><code>(\w+)</code>', part))
    assert f'"type": "{type_of(model)}"' in unescape(part)
    assert len(re.findall('<pre', part)) >= min(len(examples_of(model)), 2)


def test_every_event_is_described(server: StudyServer) -> None:
    html = read(server, '/docs/websocket')
    assert set(EVENTS) <= set(re.findall(r'<td data-head="event"><code>([\w:]+)</code>', html))


def test_the_limits_are_those_of_this_server(server: StudyServer) -> None:
    assert '300 messages in ten seconds over one connection' in read(server, '/docs/websocket')
    assert 'new connections a minute' not in read(server, '/docs/websocket'), 'this limit is off on this server'


def test_the_type_of_every_problem_leads_to_its_row(server: StudyServer) -> None:
    html = read(server, '/docs/problems')
    assert set(re.findall(r'<tr id="(\w+)"', html)) == set(REFUSALS)
