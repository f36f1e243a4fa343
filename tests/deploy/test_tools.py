"""Tests that Docker Compose, Caddy, nginx and systemd accept the files for servers as they are."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml

from tests.deploy.nginx import nginx_folder
from tests.deploy.recipe import CHECKOUT
from tests.deploy.tools import GetTool, Tool

COMPOSED = ('compose.yaml', 'compose.separate-livekit.yaml')
NEEDED = {
    'compose.yaml': ('SITE_ADDRESS', 'STUDYROOM_MEDIA_NODE_IP'),
    'compose.separate-livekit.yaml': ('LIVEKIT_API_KEY', 'LIVEKIT_API_SECRET'),
}
EXPOSED_AT_MOST = 15
"""In tenths, as systemd-analyze counts from 0 (safe) to 100."""


@pytest.fixture
def compose(server_tool: GetTool) -> Tool:
    return server_tool('docker-compose', 'version')


@pytest.fixture
def deployed(tmp_path: Path) -> Path:
    """The files as an operator has them, with .env made from the example."""
    for name in COMPOSED:
        shutil.copy(CHECKOUT / name, tmp_path)
    shutil.copytree(CHECKOUT / 'deploy', tmp_path / 'deploy')
    example = (CHECKOUT / 'deploy/compose.env.example').read_text(encoding='utf-8')
    filled = re.sub('^# (LIVEKIT_API_KEY=.*)$', r'\1', example, flags=re.MULTILINE)
    filled = re.sub('^# LIVEKIT_API_SECRET=$', f'LIVEKIT_API_SECRET={"s" * 64}', filled, flags=re.MULTILINE)
    (tmp_path / '.env').write_text(f'{filled}\nSTUDYROOM_MAX_ROOMS=7\nSTUDYROOM_PORT=9999\n')
    return tmp_path


@pytest.mark.parametrize('name', COMPOSED)
def test_compose_accepts_the_file_and_what_an_operator_sets(compose: Tool, deployed: Path, name: str) -> None:
    result = compose.run('-f', name, 'config', cwd=deployed)
    assert result.returncode == 0, result.stderr
    app = yaml.safe_load(result.stdout)['services']['app']
    assert app['environment']['STUDYROOM_MAX_ROOMS'] in {'7', 7}, 'any setting in .env reaches the server'
    assert app['environment']['STUDYROOM_PORT'] == '8080', 'the port is the one that the proxy uses'
    assert 's' * 64 in result.stdout or name == 'compose.yaml'


@pytest.mark.parametrize(('name', 'variable'), [(name, each) for name in COMPOSED for each in NEEDED[name]])
def test_compose_names_what_is_missing(compose: Tool, deployed: Path, name: str, variable: str) -> None:
    kept = (deployed / '.env').read_text().replace(f'{variable}=', 'X_FORGOTTEN=')
    (deployed / '.env').write_text(kept)
    result = compose.run('-f', name, 'config', cwd=deployed)
    assert result.returncode != 0
    assert 'set it in .env to' in result.stderr


def test_caddy_accepts_its_file(server_tool: GetTool) -> None:
    caddy = server_tool('caddy', 'version')
    result = caddy.run('validate', '--adapter', 'caddyfile', '--config', CHECKOUT / 'deploy/Caddyfile')
    assert result.returncode == 0, result.stderr
    assert 'warn' not in result.stderr.lower()


def test_nginx_accepts_its_file(server_tool: GetTool, tmp_path: Path) -> None:
    nginx = server_tool('nginx', '-v')
    config = nginx_folder(tmp_path, upstream=9, port=8443)
    result = nginx.run('-t', '-p', tmp_path, '-c', config)
    assert result.returncode == 0, result.stderr
    assert '[warn]' not in result.stderr


def test_systemd_accepts_the_unit_and_finds_little_exposed(server_tool: GetTool, tmp_path: Path) -> None:
    systemd = server_tool('systemd-analyze', '--version')
    unit = tmp_path / 'studyroom.service'
    text = (CHECKOUT / 'deploy/studyroom.service').read_text(encoding='utf-8')
    unit.write_text(text.replace('/opt/studyroom/venv/bin/studyroom', '/bin/true'))
    result = systemd.run('verify', unit)
    assert result.returncode == 0, result.stderr
    assert 'studyroom' not in result.stderr
    safe = systemd.run('security', '--offline=yes', f'--threshold={EXPOSED_AT_MOST}', unit)
    assert safe.returncode == 0, safe.stdout[-300:]
