import ssl
import stat
from pathlib import Path

import pytest
import trustme
from cryptography import x509

from studyroom.server.tls import BadCertificate, certificate, own_certificate
from studyroom.settings import Settings

NOW = 1_800_000_000.0
DAY = 24 * 3_600.0
NAMES = {'localhost', '127.0.0.1', '192.0.2.7', 'classroom'}


def names_in(path: Path) -> set[str]:
    made = x509.load_pem_x509_certificate(path.read_bytes())
    return {str(name.value) for name in made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value}


def test_the_servers_own_certificate_covers_all_names_and_only_its_owner_may_read_the_key(tmp_path: Path) -> None:
    made = own_certificate(tmp_path / 'data', NAMES, NOW)
    assert names_in(made.cert) == NAMES
    assert stat.S_IMODE(made.cert.stat().st_mode) == 0o600
    assert made.own
    assert [path.name for path in (tmp_path / 'data').iterdir()] == ['https.pem']


def test_the_certificate_is_kept_while_it_fits(tmp_path: Path) -> None:
    first = own_certificate(tmp_path, NAMES, NOW).cert.read_bytes()
    assert own_certificate(tmp_path, NAMES, NOW + 300 * DAY).cert.read_bytes() == first


@pytest.mark.parametrize(
    ('names', 'later'),
    [(NAMES | {'192.0.2.8'}, 0.0), (NAMES - {'192.0.2.7'}, 0.0), (NAMES, 370 * DAY), (NAMES, -2 * DAY)],
)
def test_the_certificate_is_replaced_when_an_address_changes_or_its_end_is_near(
    tmp_path: Path, names: set[str], later: float
) -> None:
    first = own_certificate(tmp_path, NAMES, NOW).cert.read_bytes()
    assert own_certificate(tmp_path, names, NOW + later).cert.read_bytes() != first
    assert names_in(tmp_path / 'https.pem') == names


def test_a_damaged_certificate_is_replaced(tmp_path: Path) -> None:
    (tmp_path / 'https.pem').write_text('nonsense')
    assert names_in(own_certificate(tmp_path, NAMES, NOW).cert) == NAMES


def test_without_any_setting_there_is_no_certificate(tmp_path: Path) -> None:
    assert certificate(Settings(data_dir=tmp_path), NOW) is None


def test_with_https_the_certificate_covers_this_machine(tmp_path: Path) -> None:
    made = certificate(Settings(data_dir=tmp_path, https=True), NOW)
    assert made
    assert {'localhost', '127.0.0.1'} <= names_in(made.cert)


def test_a_given_certificate_is_used_as_it_is(tmp_path: Path) -> None:
    cert, key = given(tmp_path, 'room.example.org')
    made = certificate(Settings(data_dir=tmp_path, https=True, tls_cert=cert, tls_key=key), NOW)
    assert made
    assert (made.cert, made.key, made.own) == (cert, key, False)


def test_a_certificate_and_a_key_that_do_not_match_are_refused(tmp_path: Path) -> None:
    cert, _ = given(tmp_path / 'one', 'room.example.org')
    _, key = given(tmp_path / 'two', 'room.example.org')
    with pytest.raises(BadCertificate, match='do not fit together'):
        certificate(Settings(data_dir=tmp_path, tls_cert=cert, tls_key=key), NOW)


def test_a_certificate_or_a_key_that_is_missing_is_refused(tmp_path: Path) -> None:
    cert, key = given(tmp_path, 'room.example.org')
    missing = tmp_path / 'none.pem'
    with pytest.raises(BadCertificate, match=r'The certificate \S+none.pem cannot be read: No such file'):
        certificate(Settings(data_dir=tmp_path, tls_cert=missing, tls_key=key), NOW)
    with pytest.raises(BadCertificate, match=r'The key \S+none.pem cannot be read: No such file'):
        certificate(Settings(data_dir=tmp_path, tls_cert=cert, tls_key=missing), NOW)


def given(folder: Path, name: str) -> tuple[Path, Path]:
    folder.mkdir(exist_ok=True)
    issued = trustme.CA().issue_cert(name)
    issued.cert_chain_pems[0].write_to_path(folder / 'cert.pem')
    issued.private_key_pem.write_to_path(folder / 'key.pem')
    ssl.create_default_context().load_cert_chain(folder / 'cert.pem', folder / 'key.pem')
    return folder / 'cert.pem', folder / 'key.pem'
