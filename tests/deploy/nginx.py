"""Runs nginx with our server block, in its own folder and on a free port."""

from __future__ import annotations

import getpass
from pathlib import Path

import trustme

from tests.deploy.recipe import CHECKOUT

MAIN = """
{user}
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log stderr warn;
events {{ worker_connections 256; }}
http {{
    access_log off;
    {temporary}
    include {folder}/studyroom.conf;
}}
"""
KINDS = ('client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi')


def nginx_folder(folder: Path, *, upstream: int, port: int) -> Path:
    """Put everything that nginx reads and writes into `folder`, and return its main file.

    The server block is deploy/nginx.conf as it is, except for addresses, the certificate and the paths of the logs.
    """
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / 'ca.pem')
    certificate = authority.issue_cert('localhost', '127.0.0.1')
    certificate.private_key_and_cert_chain_pem.write_to_path(folder / 'study.pem')
    block = (CHECKOUT / 'deploy/nginx.conf').read_text(encoding='utf-8')
    for there, here in {
        'server 127.0.0.1:8080;': f'server 127.0.0.1:{upstream};',
        'listen 443 ssl;': f'listen 127.0.0.1:{port} ssl;',
        'listen [::]:443 ssl;': '',
        'listen 80;': f'listen unix:{folder}/plain.sock;',
        'listen [::]:80;': '',
        '/etc/letsencrypt/live/study.example.org/fullchain.pem': f'{folder}/study.pem',
        '/etc/letsencrypt/live/study.example.org/privkey.pem': f'{folder}/study.pem',
        '/var/log/nginx/': f'{folder}/',
    }.items():
        assert there in block, there
        block = block.replace(there, here)
    (folder / 'studyroom.conf').write_text(block)
    temporary = ' '.join(f'{kind}_temp_path {folder}/{kind};' for kind in KINDS)
    user = 'user root;' if getpass.getuser() == 'root' else ''
    main = folder / 'main.conf'
    main.write_text(MAIN.format(folder=folder, temporary=temporary, user=user))
    return main
