"""Identifies a person by an opaque id in a signed cookie."""

import secrets

from itsdangerous import BadSignature, Signer
from starlette.datastructures import MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from studyroom.security.paths import is_for_people

COOKIE = 'studyroom_person'
YEAR_SECONDS = 365 * 24 * 3_600


class IdentityMiddleware:
    """Puts the person's id into `request.state.person`. A new visitor gets a cookie, and each page renews it.

    Paths for programs set no cookie: a program that keeps cookies would look like a browser next time. The cookie is
    HttpOnly, SameSite=Lax, valid for a year, and Secure over https. Its signature prevents choosing an id.
    """

    def __init__(self, app: ASGIApp, secret: str) -> None:
        self.app = app
        self._signer = Signer(secret, salt='studyroom.person')

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope['type'] not in {'http', 'websocket'}:
            return await self.app(scope, receive, send)
        known = self._read(scope)
        person = known or secrets.token_urlsafe(16)
        scope.setdefault('state', {})['person'] = person
        if scope['type'] == 'websocket' or not is_for_people(scope['path']) or (known and not _is_page(scope)):
            return await self.app(scope, receive, send)

        async def send_with_cookie(message: Message) -> None:
            if message['type'] == 'http.response.start':
                MutableHeaders(scope=message).append('set-cookie', self._cookie(person, scope.get('scheme') == 'https'))
            await send(message)

        return await self.app(scope, receive, send_with_cookie)

    def _read(self, scope: Scope) -> str:
        for name, value in scope['headers']:
            if name == b'cookie':
                try:
                    return self._signer.unsign(cookie_parser(value.decode('latin-1')).get(COOKIE, '')).decode()
                except BadSignature:
                    continue
        return ''

    def _cookie(self, person: str, secure: bool) -> str:
        signed = self._signer.sign(person).decode()
        ending = '; Secure' if secure else ''
        return f'{COOKIE}={signed}; Path=/; Max-Age={YEAR_SECONDS}; HttpOnly; SameSite=Lax{ending}'


def _is_page(scope: Scope) -> bool:
    return any(name == b'accept' and b'text/html' in value for name, value in scope['headers'])
