from functools import partial
from pathlib import Path

import pytest

from tests.deploy.tools import GetTool, tool


@pytest.fixture
def server_tool(tmp_path: Path) -> GetTool:
    """Gets a tool that may not be on this machine; its test is not a quick one."""
    return partial(tool, home=tmp_path)
