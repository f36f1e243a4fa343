import subprocess
import sys
from pathlib import Path

import pytest

from studyroom.data_folder import DataFolder, DataFolderRefused

HOLD = """
import sys; from pathlib import Path; from studyroom.data_folder import DataFolder
folder = DataFolder.open(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()
"""


def opened(path: Path) -> DataFolder:
    folder = DataFolder.open(path)
    folder.close()
    return folder


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_only_the_owner_may_read_the_folder_and_the_secret(tmp_path: Path) -> None:
    opened(tmp_path / 'deep' / 'rooms')
    assert mode(tmp_path / 'deep' / 'rooms') == 0o700
    assert mode(tmp_path / 'deep' / 'rooms' / 'secret') == 0o600


def test_the_secret_is_made_once_and_kept(tmp_path: Path) -> None:
    assert opened(tmp_path).secret == opened(tmp_path).secret


def test_two_folders_have_two_secrets(tmp_path: Path) -> None:
    assert opened(tmp_path / 'a').secret != opened(tmp_path / 'b').secret


def test_the_secret_does_not_show_when_the_folder_is_printed(tmp_path: Path) -> None:
    folder = opened(tmp_path)
    assert folder.secret not in repr(folder)


@pytest.mark.parametrize('content', [b'', b'abc', b'z' * 64, b'\xff' * 64])
def test_a_damaged_secret_is_refused_and_the_folder_is_released(tmp_path: Path, content: bytes) -> None:
    (tmp_path / 'secret').write_bytes(content)
    with pytest.raises(DataFolderRefused, match='is damaged: delete it'):
        DataFolder.open(tmp_path)
    (tmp_path / 'secret').unlink()
    opened(tmp_path)


def test_a_second_server_is_refused_with_a_sentence(tmp_path: Path) -> None:
    first = DataFolder.open(tmp_path)
    with pytest.raises(
        DataFolderRefused, match=f'^Another server is already running with the data folder {tmp_path}.$'
    ):
        DataFolder.open(tmp_path)
    first.close()
    opened(tmp_path)


def test_a_killed_server_releases_the_folder(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, '-c', HOLD, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout
    assert holder.stdin
    with holder:
        assert holder.stdout.readline() == 'held\n'
        with pytest.raises(DataFolderRefused):
            DataFolder.open(tmp_path)
        holder.kill()
    opened(tmp_path)


def test_a_file_in_place_of_the_folder_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / 'file').touch()
    with pytest.raises(DataFolderRefused, match='cannot be used: '):
        DataFolder.open(tmp_path / 'file')
