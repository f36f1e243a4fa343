"""Building with Go; here a script stands in for it and takes a moment instead of minutes."""

import asyncio
from pathlib import Path

import psutil
import pytest

from studyroom.media.binary import VERSION, NoMediaServer, Origin, cached_path
from studyroom.media.go_build import MODULE, build, usable_go
from studyroom.media.installation import find_or_install
from tests.media.call import until
from tests.media.server_process import is_gone

BUILDS = f'printf "#!/bin/sh\\necho livekit-server version {VERSION}\\n" > "$GOBIN/server"'
NOWHERE = 'http://127.0.0.1:9'


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder as PATH."""
    folder = tmp_path / 'bin'
    folder.mkdir()
    monkeypatch.setenv('PATH', str(folder))
    return folder


def go(folder: Path, install: str = BUILDS, version: str = '1.26.1') -> str:
    """Put a `go` on the PATH; `install` is the shell code it runs for `go install`."""
    program = folder / 'go'
    program.write_text(f'#!/bin/sh\n[ "$1" = version ] && echo go version go{version} linux/amd64 && exit\n{install}\n')
    program.chmod(0o755)
    return str(program)


def silence(received: int, total: int) -> None:
    pass


@pytest.mark.parametrize(('version', 'usable'), [('1.26', True), ('2.0.1', True), ('1.25.9', False), ('', False)])
def test_only_a_go_that_is_new_enough_is_used(path: Path, version: str, usable: bool) -> None:
    assert usable_go() is None
    program = go(path, version=version)
    assert usable_go() == (program if usable else None)


async def test_the_program_that_go_built_is_put_into_the_cache(path: Path, tmp_path: Path) -> None:
    asked = tmp_path / 'asked'
    cache = tmp_path / 'cache'
    binary = await build(go(path, f'echo "$@" $CGO_ENABLED > {asked}; {BUILDS}'), cache)
    assert (binary.path, binary.version, binary.origin) == (cached_path(cache), VERSION, Origin.GO)
    assert asked.read_text() == f'install {MODULE} 0\n'
    assert [found.name for found in cache.iterdir()] == [binary.path.name]


async def test_go_is_used_when_no_archive_is_available(path: Path, tmp_path: Path) -> None:
    cache = tmp_path / 'cache'
    with pytest.raises(NoMediaServer, match='there is no connection to it'):
        await find_or_install(None, cache, NOWHERE, silence)
    go(path)
    assert (await find_or_install(None, cache, NOWHERE, silence)).origin is Origin.GO
    assert (await find_or_install(None, cache, NOWHERE, silence)).origin is Origin.CACHE


@pytest.mark.parametrize(
    ('install', 'sentence'),
    [
        ('echo first; echo "no such module" >&2; exit 1', 'Go could not build livekit-server: no such module.'),
        ('exit 1', 'Go could not build livekit-server: no reason given.'),
        ('echo "exit 3" > $GOBIN/server', 'The livekit-server that Go built does not run on this machine.'),
        ('true', 'livekit-server could not be built in FOLDER: No such file or directory.'),
    ],
)
async def test_a_failed_build_is_explained_in_one_sentence_and_leaves_nothing(
    path: Path, tmp_path: Path, install: str, sentence: str
) -> None:
    cache = tmp_path / 'cache'
    with pytest.raises(NoMediaServer) as refusal:
        await build(go(path, install), cache)
    assert str(refusal.value).replace(str(cache), 'FOLDER') == sentence
    assert list(cache.iterdir()) == []


async def test_interrupting_a_build_stops_go_and_its_compilers(path: Path, tmp_path: Path) -> None:
    compiler = tmp_path / 'compiler'
    work = f'/bin/sleep 600 & echo $! > {compiler}; wait'
    building = asyncio.create_task(build(go(path, work), tmp_path / 'cache'))
    await until(lambda: compiler.exists() and compiler.read_text().endswith('\n'))
    working = psutil.Process(int(compiler.read_text()))
    building.cancel()
    with pytest.raises(asyncio.CancelledError):
        await building
    await until(lambda: is_gone(working))
    assert list((tmp_path / 'cache').iterdir()) == []
