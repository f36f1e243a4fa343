"""Tests that the files for servers agree with the settings and with each other."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from studyroom.media.binary import VERSION
from studyroom.settings import Settings, read_settings, variable
from tests.deploy.recipe import CHECKOUT, stages

COMPOSED = ('compose.yaml', 'compose.separate-livekit.yaml')
FILES = ('Dockerfile', *COMPOSED, *(f'deploy/{path.name}' for path in sorted((CHECKOUT / 'deploy').iterdir())))
KNOWN = {variable(name) for name in Settings.model_fields}
OTHERS = {
    'SITE_ADDRESS': 'the Caddyfile',
    'UPSTREAM': 'the Caddyfile',
    'LIVEKIT_KEYS': 'livekit-server',
    'NODE_IP': 'livekit-server',
    'PATH': 'the image',
    'PYTHONPATH': 'the image',
    'XDG_CACHE_HOME': 'where a downloaded livekit-server is kept',
}
"""Variables that are not our settings, and what they belong to."""


def text(name: str) -> str:
    return (CHECKOUT / name).read_text(encoding='utf-8')


def services(name: str) -> dict[str, Any]:
    return dict(yaml.safe_load(text(name))['services'])


def named(name: str) -> Iterator[str]:
    """Yield every environment variable that the file sets or reads."""
    content = text(name)
    yield from re.findall(r'\b(?:STUDYROOM|LIVEKIT)_[A-Z_]+', content)
    yield from re.findall(r'\$\{(\w+)', content)
    if name in COMPOSED:
        yield from (key for service in services(name).values() for key in service.get('environment', {}))
    elif name == 'Dockerfile':
        yield from (key for stage in stages() for key in stage.environment())
    elif name.endswith('Caddyfile'):
        yield from re.findall(r'\{\$(\w+)', content)
    elif name.endswith('.service'):
        yield from set_by_unit()
    elif name.endswith('.env.example'):
        yield from re.findall(r'^(?:# )?([A-Z_]+)=', content, re.MULTILINE)


def set_by_unit() -> dict[str, str]:
    lines = re.findall(r'^Environment=(.+)$', text('deploy/studyroom.service'), re.MULTILINE)
    return dict(pair.split('=', 1) for line in lines for pair in shlex.split(line))


@pytest.mark.parametrize('name', FILES)
def test_every_variable_is_a_known_setting(name: str) -> None:
    unknown = {found for found in named(name) if found not in KNOWN | {*OTHERS, 'STUDYROOM_'}}
    assert unknown == set()


def test_every_excused_variable_is_used_somewhere() -> None:
    assert set(OTHERS) <= {found for name in FILES for found in named(name)}


@pytest.mark.parametrize('name', ['the image', *COMPOSED, 'the unit'])
def test_the_settings_are_valid(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for given, value in ours(name).items():
        monkeypatch.setenv(given, re.sub(r'\$\{(\w+).*\}', 'auto', value))
    settings = read_settings()
    assert {variable(field) for field in settings.model_fields_set} >= set(ours(name))


def ours(name: str) -> dict[str, str]:
    if name in COMPOSED:
        found = services(name)['app']['environment']
    else:
        found = stages()[-1].environment() if name == 'the image' else set_by_unit()
    return {key: value for key, value in found.items() if key not in OTHERS}


def default(field: str) -> int:
    return int(Settings.model_fields[field].default)


def media_ports() -> set[str]:
    return {f'{default("media_tcp_port")}/tcp', f'{default("media_udp_port")}/udp'}


def test_the_image_exposes_the_default_ports() -> None:
    assert set(stages()[-1].one('EXPOSE').split()) == {f'{default("port")}/tcp', *media_ports()}


@pytest.mark.parametrize('name', ['the image', COMPOSED[0], 'the unit'])
def test_ports_are_set_so_that_no_other_port_replaces_them(name: str) -> None:
    for field in ('port', 'media_tcp_port', 'media_udp_port'):
        assert ours(name)[variable(field)] == str(default(field))


@pytest.mark.parametrize(('name', 'service'), [(COMPOSED[0], 'app'), (COMPOSED[1], 'livekit')])
def test_sound_and_video_get_through_directly_and_pages_only_through_the_proxy(name: str, service: str) -> None:
    published = {name: published_by(found) for name, found in services(name).items()}
    assert published.pop(service) == {port.replace('/', f':{port.split("/")[0]}/') for port in media_ports()}
    assert published.pop('caddy') == {'80:80/tcp', '443:443/tcp', '443:443/udp'}
    assert not any(published.values())


def published_by(service: dict[str, Any]) -> set[str]:
    return set(service.get('ports', []))


def test_the_separate_livekit_listens_where_the_other_services_expect_it() -> None:
    config, found = yaml.safe_load(text('deploy/livekit.yaml')), services(COMPOSED[1])
    assert {f'{config["rtc"]["tcp_port"]}/tcp', f'{config["rtc"]["udp_port"]}/udp'} == media_ports()
    assert found['app']['environment']['LIVEKIT_URL'] == f'http://livekit:{config["port"]}'
    assert config['redis']['address'] == 'redis:6379'
    assert found['livekit']['image'] == f'livekit/livekit-server:v{VERSION}'


def test_the_two_compose_files_differ_only_in_livekit() -> None:
    one, other = (services(name) for name in COMPOSED)
    assert one['caddy'] == other['caddy']
    of_one, of_other = one['app'], other['app']
    media = {'STUDYROOM_MEDIA_TCP_PORT', 'STUDYROOM_MEDIA_UDP_PORT', 'STUDYROOM_MEDIA_NODE_IP'}
    external = {'LIVEKIT_URL', 'LIVEKIT_API_KEY', 'LIVEKIT_API_SECRET'}
    assert without(of_one.pop('environment'), media) == without(of_other.pop('environment'), external)
    assert without(of_one, {'ports'}) == of_other


def without(mapping: dict[str, Any], keys: set[str]) -> dict[str, Any]:
    assert keys <= set(mapping)
    return {key: value for key, value in mapping.items() if key not in keys}


@pytest.mark.parametrize('name', COMPOSED)
def test_no_secret_is_written_down(name: str) -> None:
    for service in services(name).values():
        for key, value in service.get('environment', {}).items():
            assert not re.search('SECRET|KEY|TOKEN', key) or value.startswith('${'), key
    assert '/.env' in text('.gitignore').splitlines()


@pytest.mark.parametrize('name', COMPOSED)
def test_the_proxy_waits_for_a_healthy_app(name: str) -> None:
    assert services(name)['caddy']['depends_on'] == {'app': {'condition': 'service_healthy'}}
    assert {service['restart'] for service in services(name).values()} == {'unless-stopped'}


def test_proxies_use_the_default_port() -> None:
    upstream = f'127.0.0.1:{default("port")}'
    assert f'{{$UPSTREAM:{upstream}}}' in text('deploy/Caddyfile')
    assert f'server {upstream};' in text('deploy/nginx.conf')
    for name in COMPOSED:
        assert services(name)['caddy']['environment']['UPSTREAM'] == f'app:{default("port")}'


def test_nginx_accepts_request_lines_as_long_as_a_call_needs() -> None:
    """docs/media.md asks for request lines of 8 kB; nginx's default buffer holds just that with method and version."""
    assert int(re.findall(r'large_client_header_buffers \d+ (\d+)k;', text('deploy/nginx.conf'))[0]) > 8
