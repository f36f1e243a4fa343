"""The certificate for https: the configured one, or our own, stored in the data folder."""

from __future__ import annotations

import os
import socket
import ssl
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from studyroom.server.network import lan_addresses
from studyroom.settings import Settings

KEPT = 'https.pem'
VALID = timedelta(days=397)  # browsers accept no longer validity
RENEWED_BEFORE = timedelta(days=30)
ASKED_ONCE = 'Your browser asks once whether to trust this certificate: choose Advanced, then proceed.'


class BadCertificate(Exception):
    """The certificate cannot be used; the text is one sentence."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """PEM files, which may be the same. `own`: self-made, so browsers ask whether to trust it."""

    cert: Path
    key: Path
    own: bool = False


def certificate(settings: Settings, now: float) -> Certificate | None:
    """Return the certificate, made or renewed if need be; None for plain http. Raises BadCertificate."""
    if settings.tls_cert is not None and settings.tls_key is not None:
        return _checked(Certificate(settings.tls_cert, settings.tls_key))
    if not settings.https:
        return None
    return own_certificate(settings.data_dir, {'localhost', '127.0.0.1', socket.gethostname(), *lan_addresses()}, now)


def own_certificate(folder: Path, names: Collection[str], now: float) -> Certificate:
    """Return the one in `folder` if it is for these names and valid for 30 more days at `now`, else a new one."""
    kept = folder / KEPT
    if not _is_good(kept, names, now):
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _make(kept, names, now)
        except OSError as error:
            raise BadCertificate(f'The certificate {kept} cannot be kept: {error.strerror}.') from None
    return _checked(Certificate(kept, kept, own=True))


def _is_good(path: Path, names: Collection[str], now: float) -> bool:
    from cryptography import x509  # slow to import, and plain http needs neither this nor trustme

    try:
        content = path.read_bytes()
        made = x509.load_pem_x509_certificate(content)
        known = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (OSError, ValueError, x509.ExtensionNotFound):
        return False
    named = {str(name.value) for name in known}
    until = made.not_valid_after_utc - RENEWED_BEFORE
    return named == set(names) and made.not_valid_before_utc.timestamp() <= now < until.timestamp()


def _make(path: Path, names: Collection[str], now: float) -> None:
    """Create a certificate, signed by an authority that is discarded so that nobody can sign another one."""
    import trustme

    instant = datetime.fromtimestamp(now, UTC)
    issued = trustme.CA().issue_cert(*sorted(names), not_before=instant - timedelta(days=1), not_after=instant + VALID)
    draft = path.with_suffix('.new')
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), 'wb') as file:
        for part in (*issued.cert_chain_pems, issued.private_key_pem):
            file.write(part.bytes())
    draft.replace(path)


def _checked(found: Certificate) -> Certificate:
    for what, file in (('certificate', found.cert), ('key', found.key)):
        try:
            file.read_bytes()
        except OSError as error:
            raise BadCertificate(f'The {what} {file} cannot be read: {error.strerror}.') from None
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(found.cert, found.key)
    except ssl.SSLError:
        raise BadCertificate(f'The certificate {found.cert} and the key {found.key} do not fit together.') from None
    return found
