"""Tests that livekit-server accepts our configuration for it as a separate service."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml

from studyroom.media.binary import Binary
from tests.browser.gallery_server import wait_until_answering
from tests.deploy.recipe import CHECKOUT
from tests.media.call import without_settings
from tests.media.conftest import livekit_server as livekit_server
from tests.ports import free_port

KEYS = f'studyroom: {"s" * 64}'


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Our configuration on free ports, without Redis, which is not available here."""
    config = yaml.safe_load((CHECKOUT / 'deploy/livekit.yaml').read_text(encoding='utf-8'))
    assert config.pop('redis')
    config['port'], config['rtc']['tcp_port'], config['rtc']['udp_port'] = free_port(), free_port(), free_port()
    path = tmp_path / 'livekit.yaml'
    path.write_text(yaml.safe_dump(config))
    return path


def test_it_starts_with_the_keys_and_the_address_from_the_environment(livekit_server: Binary, config: Path) -> None:
    given = without_settings(LIVEKIT_KEYS=KEYS, NODE_IP='127.0.0.1')
    said = config.with_name('said')
    with said.open('w') as lines:
        server = subprocess.Popen([livekit_server.path, '--config', config], env=given, stdout=lines, stderr=lines)
    try:
        wait_until_answering(f'http://127.0.0.1:{yaml.safe_load(config.read_text())["port"]}')
        assert '"nodeIP":"127.0.0.1"' in said.read_text()
    finally:
        server.kill()
        server.wait()


def test_it_refuses_an_unknown_key(livekit_server: Binary, config: Path) -> None:
    """Prove that the test above can fail."""
    config.write_text(config.read_text().replace('tcp_port', 'tcp_prt'))
    given = without_settings(LIVEKIT_KEYS=KEYS, NODE_IP='127.0.0.1')
    result = subprocess.run(
        [livekit_server.path, '--config', config], env=given, capture_output=True, text=True, timeout=20, check=False
    )
    assert 'tcp_prt' in result.stdout + result.stderr
