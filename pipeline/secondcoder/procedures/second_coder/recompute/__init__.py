"""Scripts that come with every result, so that anybody can check its figures without this tool."""

from pathlib import Path

NAMES = ("recompute.py", "recompute.R")


def recompute_files() -> dict[str, bytes]:
    """Return the scripts by the names under which they lie in a result."""
    here = Path(__file__).resolve().parent
    return {
        name: (here / name).read_bytes().replace(b"\r\n", b"\n")  # a checkout may change line ends
        for name in NAMES
    }
