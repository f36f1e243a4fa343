import os
from pathlib import Path

import pytest

from studyroom.server import settings_docs
from studyroom.settings import BadSetting, Settings, read_settings

CHECKOUT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith(('STUDYROOM_', 'LIVEKIT_'))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_without_any_setting_only_this_machine_can_open_it() -> None:
    settings = read_settings()
    assert (settings.host, settings.port) == ('127.0.0.1', 8080)
    assert settings.model_fields_set == set()


def test_a_flag_overrides_the_environment_and_the_environment_overrides_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path('.env').write_text('STUDYROOM_PORT=9001\nSTUDYROOM_MAX_ROOMS=7\nSTUDYROOM_LOG_LEVEL=debug\nOTHER=1\n')
    monkeypatch.setenv('STUDYROOM_PORT', '9002')
    monkeypatch.setenv('STUDYROOM_MAX_ROOMS', '8')
    settings = read_settings({'port': '9003'})
    assert (settings.port, settings.max_rooms, settings.log_level) == (9003, 8, 'debug')


def test_an_empty_setting_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('STUDYROOM_PORT', '')
    assert read_settings().port == 8080


def test_choices_may_be_in_upper_or_lower_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('STUDYROOM_LOG_FORMAT', 'JSON')
    monkeypatch.setenv('STUDYROOM_SQLITE_SYNCHRONOUS', 'full')
    settings = read_settings()
    assert (settings.log_format, settings.sqlite_synchronous) == ('json', 'FULL')


def test_the_data_folder_may_start_with_a_tilde(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('STUDYROOM_DATA_DIR', '~/rooms')
    assert read_settings().data_dir == Path.home() / 'rooms'


@pytest.mark.parametrize(
    ('name', 'value', 'sentence'),
    [
        ('STUDYROOM_PORT', '0', 'STUDYROOM_PORT is "0", but must be a whole number from 1 to 65535.'),
        ('STUDYROOM_PORT', '65536', 'STUDYROOM_PORT is "65536", but must be a whole number from 1 to 65535.'),
        ('STUDYROOM_PORT', 'http', 'STUDYROOM_PORT is "http", but must be a whole number from 1 to 65535.'),
        ('STUDYROOM_MAX_ROOMS', '-1', 'STUDYROOM_MAX_ROOMS is "-1", but must be a whole number from 1 to 100000.'),
        ('STUDYROOM_LOG_FORMAT', 'xml', 'STUDYROOM_LOG_FORMAT is "xml", but must be text or json.'),
        ('STUDYROOM_OPEN', 'perhaps', 'STUDYROOM_OPEN is "perhaps", but must be true or false.'),
        ('STUDYROOM_LIMIT_ROOMS', '-1', 'STUDYROOM_LIMIT_ROOMS is "-1", but must be a whole number from 0 to 1000000.'),
        (
            'STUDYROOM_LIMIT_MESSAGES',
            '1000001',
            'STUDYROOM_LIMIT_MESSAGES is "1000001", but must be a whole number from 0 to 1000000.',
        ),
        (
            'STUDYROOM_API_ORIGINS',
            'https://example.org, example.net',
            'STUDYROOM_API_ORIGINS has "example.net", but an origin looks like https://example.org.',
        ),
        (
            'STUDYROOM_API_ORIGINS',
            'https://example.org/path',
            'STUDYROOM_API_ORIGINS has "https://example.org/path", but an origin looks like https://example.org.',
        ),
        ('STUDYROOM_API_ORIGINS', '*', 'STUDYROOM_API_ORIGINS has "*", but an origin looks like https://example.org.'),
        (
            'STUDYROOM_TRUSTED_PROXIES',
            '10.0.0.0/8,proxy',
            'STUDYROOM_TRUSTED_PROXIES has "proxy", but a proxy is an address or a network.',
        ),
        (
            'STUDYROOM_SQLITE_SYNCHRONOUS',
            'OFF',
            'STUDYROOM_SQLITE_SYNCHRONOUS is "OFF", but must be normal or full.',
        ),
        (
            'STUDYROOM_RECONNECT_GRACE_SECONDS',
            '9',
            'STUDYROOM_RECONNECT_GRACE_SECONDS is "9", but must be a whole number from 10 to 600.',
        ),
    ],
)
def test_a_bad_value_is_reported_with_its_setting_and_its_bound(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting) as refusal:
        read_settings()
    assert str(refusal.value) == sentence


def test_a_bad_flag_is_reported_as_it_was_typed() -> None:
    with pytest.raises(BadSetting, match=r'^--port is "70000", but must be a whole number from 1 to 65535\.$'):
        read_settings({'port': '70000'})


def test_a_file_that_is_not_text_is_refused_with_a_sentence() -> None:
    Path('.env').write_bytes(b'STUDYROOM_PORT=\xff\xfe')
    with pytest.raises(BadSetting, match='not UTF-8'):
        read_settings()


def test_every_setting_has_one_line_of_help() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert '\n' not in field.description
        assert field.description.endswith('.')


def test_the_example_and_the_page_of_settings_are_up_to_date() -> None:
    remake = 'to update them, run: python -m studyroom.server.settings_docs'
    assert (CHECKOUT / '.env.example').read_text(encoding='utf-8') == settings_docs.env_example(), remake
    assert (CHECKOUT / 'docs/settings.md').read_text(encoding='utf-8') == settings_docs.settings_page(), remake


def test_the_uncommented_example_has_the_defaults() -> None:
    lines = (line.removeprefix('# ') for line in settings_docs.env_example().splitlines())
    Path('.env').write_text('\n'.join(line for line in lines if line.startswith('STUDYROOM_')))
    assert read_settings() == Settings(_env_file=None)


def test_livekit_settings_keep_their_own_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('LIVEKIT_URL', 'wss://media.example.org')
    monkeypatch.setenv('LIVEKIT_API_KEY', 'key')
    Path('.env').write_text('LIVEKIT_API_SECRET=from-the-file\n')
    settings = read_settings()
    assert (settings.livekit_url, settings.livekit_api_secret) == ('wss://media.example.org', 'from-the-file')
    assert 'from-the-file' not in repr(settings)


@pytest.mark.parametrize(
    ('given', 'sentence'),
    [
        ({'LIVEKIT_URL': 'wss://example.org'}, 'LIVEKIT_URL needs LIVEKIT_API_KEY and LIVEKIT_API_SECRET.'),
        (
            {'LIVEKIT_URL': 'example.org', 'LIVEKIT_API_KEY': 'k', 'LIVEKIT_API_SECRET': 's'},
            'LIVEKIT_URL is "example.org", but must begin with ws, wss, http or https.',
        ),
        (
            {'STUDYROOM_TLS_CERT': 'cert.pem'},
            'A certificate and its key belong together: --tls-cert and --tls-key, STUDYROOM_TLS_CERT and _TLS_KEY.',
        ),
        (
            {'STUDYROOM_TURN_TLS_PORT': '5349'},
            'STUDYROOM_TURN_TLS_PORT needs STUDYROOM_TURN_DOMAIN, STUDYROOM_TLS_CERT and _TLS_KEY.',
        ),
    ],
)
def test_a_setting_that_needs_another_is_refused_alone(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], sentence: str
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting) as refusal:
        read_settings()
    assert str(refusal.value) == sentence


def test_origins_are_kept_as_browsers_send_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('STUDYROOM_API_ORIGINS', 'https://Example.org/, http://[::1]:8000 ,,http://localhost:3000')
    assert read_settings().origins == ('https://example.org', 'http://[::1]:8000', 'http://localhost:3000')
    monkeypatch.setenv('STUDYROOM_API_ORIGINS', '')
    assert read_settings().origins == ()


@pytest.mark.parametrize('proxies', ['127.0.0.1', '10.0.0.7,10.0.0.8', '172.16.0.0/12, fd00::/8', '10.1.2.3/8', '*'])
def test_proxies_are_addresses_networks_or_any(monkeypatch: pytest.MonkeyPatch, proxies: str) -> None:
    monkeypatch.setenv('STUDYROOM_TRUSTED_PROXIES', proxies)
    assert read_settings().trusted_proxies == proxies


def test_the_metrics_token_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('STUDYROOM_METRICS_TOKEN', 's3cr3t')
    settings = read_settings()
    assert settings.metrics_token == 's3cr3t'
    assert 's3cr3t' not in repr(settings)
