import os
from pathlib import Path

import pytest

from studyroom.media.binary import VERSION, NoMediaServer, Origin, cached_path, present, work_folder


def program(path: Path, version: str = VERSION) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'#!/bin/sh\necho "livekit-server version {version}"\n')
    path.chmod(0o755)
    return path


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH with only the shell."""
    folder = tmp_path / 'bin'
    folder.mkdir()
    monkeypatch.setenv('PATH', str(folder))
    return folder


def test_the_named_program_overrides_the_path_and_the_path_overrides_the_cache(elsewhere: Path, tmp_path: Path) -> None:
    cache = tmp_path / 'cache'
    assert present(None, cache) is None
    program(cached_path(cache))
    found = present(None, cache)
    assert found
    assert found.origin is Origin.CACHE
    program(elsewhere / 'livekit-server', '1.12.0')
    found = present(None, cache)
    assert found
    assert (found.origin, found.version) == (Origin.PATH, '1.12.0')
    found = present(program(tmp_path / 'mine', '2.0.1'), cache)
    assert found
    assert (found.origin, found.version) == (Origin.SETTING, '2.0.1')


def test_a_program_on_the_path_that_is_too_old_is_ignored(elsewhere: Path, tmp_path: Path) -> None:
    program(elsewhere / 'livekit-server', '1.11.9')
    assert present(None, tmp_path / 'cache') is None


@pytest.mark.parametrize('content', ['#!/bin/sh\necho livekit-server version 1.9.1\n', '#!/bin/sh\nexit 3\n', '\0'])
def test_a_named_program_that_cannot_be_used_is_an_error_and_not_ignored(tmp_path: Path, content: str) -> None:
    program(cached_path(tmp_path))
    named = tmp_path / 'named'
    named.write_text(content)
    named.chmod(0o755)
    with pytest.raises(NoMediaServer, match=r'that is no livekit-server of version 1\.12 or newer'):
        present(named, tmp_path)


def test_what_is_left_of_a_download_by_a_killed_server_is_removed_later(tmp_path: Path) -> None:
    for name, age in (('fetching-old', 7_200), ('fetching-now', 0)):
        (tmp_path / name).mkdir()
        (tmp_path / name / 'half').touch()
        then = (tmp_path / name).stat().st_mtime - age
        os.utime(tmp_path / name, (then, then))
    with work_folder(tmp_path) as work:
        assert {path.name for path in tmp_path.iterdir()} == {'fetching-now', Path(work).name}
