"""Reads the Dockerfile and .dockerignore as Docker does, and shows what they would put into an image."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Copy:
    """`COPY --from=stage source ... target`; without a stage, it copies from the checkout."""

    stage: str
    sources: tuple[str, ...]
    target: str


@dataclass(frozen=True, slots=True)
class Stage:
    image: str
    name: str
    instructions: list[tuple[str, str]] = field(default_factory=list)

    def all(self, word: str) -> list[str]:
        return [rest for found, rest in self.instructions if found == word]

    def one(self, word: str) -> str:
        (rest,) = self.all(word)
        return rest

    def copies(self) -> Iterator[Copy]:
        for rest in self.all('COPY'):
            words = rest.split()
            stage = words.pop(0).removeprefix('--from=') if words[0].startswith('--from=') else ''
            yield Copy(stage, tuple(words[:-1]), words[-1])

    def environment(self) -> dict[str, str]:
        return dict(word.split('=', 1) for rest in self.all('ENV') for word in shlex.split(rest))


def stages() -> list[Stage]:
    """Return all stages in order; the last one is the image."""
    text = re.sub(r'^#.*\n', '', (CHECKOUT / 'Dockerfile').read_text(encoding='utf-8'), flags=re.MULTILINE)
    found: list[Stage] = []
    for line in re.sub(r'\\\n\s*', '', text).splitlines():
        word, _, rest = line.partition(' ')
        if word == 'FROM':
            image, _, name = rest.partition(' AS ')
            found.append(Stage(image, name))
        elif word:
            found[-1].instructions.append((word, rest))
    return found


def is_kept_out(path: PurePosixPath) -> bool:
    """Check .dockerignore: the last line that matches the path, or a folder above it, decides."""
    lines = (CHECKOUT / '.dockerignore').read_text(encoding='utf-8').splitlines()
    out = False
    for line in (line for line in lines if line and not line.startswith('#')):
        fits = re.compile(_expression(line.removeprefix('!')))
        if any(fits.fullmatch(str(part)) for part in (path, *path.parents)):
            out = not line.startswith('!')
    return out


def _expression(pattern: str) -> str:
    places = {'**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]'}
    parts = re.split(r'(\*\*/|\*\*|\*|\?)', pattern)
    return ''.join(places.get(part, re.escape(part)) for part in parts)


def lay_out(stage: Stage, folder: Path) -> None:
    """Copy what the stage takes from the checkout, and from the stage with third-party fonts and scripts."""
    for copy in stage.copies():
        for source in copy.sources:
            if copy.stage == 'frontend':
                shutil.copytree(CHECKOUT / PurePosixPath(source).relative_to('/build'), folder / copy.target)
            elif not copy.stage:
                _copy(
                    PurePosixPath(source),
                    folder / copy.target / source if copy.target.endswith('/') else folder / source,
                )


def _copy(source: PurePosixPath, target: Path) -> None:
    if not (CHECKOUT / source).is_dir():
        shutil.copyfile(CHECKOUT / source, target)
        return
    for path in (CHECKOUT / source).rglob('*'):
        inside = path.relative_to(CHECKOUT / source)
        if path.is_file() and not is_kept_out(source / inside):
            (target / inside).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target / inside)
