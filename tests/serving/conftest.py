"""The pages for whole studies without a server."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[1] / "app"))


@pytest.fixture
def pages(tmp_path):
    from workplace import Pages

    return Pages(tmp_path)
