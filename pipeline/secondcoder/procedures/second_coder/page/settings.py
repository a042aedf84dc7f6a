"""Settings, versions and files read, as tables of a page."""

from collections.abc import Iterator, Mapping
from typing import Any

from secondcoder.page.picture import Grid, grid

_HEAD = ("title", "run_id", "stance", "basis", "threshold", "trained_on", "seed")
_OTHERS = ("tool", "model", "config", "versions")


def settings_grid(run: Mapping[str, Any], *, reflexive: bool) -> Grid:
    """Return settings and versions, flat; a reflexive study is shown none of its cut-offs."""
    shown = {key: run[key] for key in (*_HEAD, *_OTHERS) if key in run}
    flat = [
        (name, value) for name, value in _flat("", shown) if not (reflexive and "threshold" in name)
    ]
    return grid("Settings", ("Setting", "Value"), flat)


def input_grid(run: Mapping[str, Any]) -> Grid | None:
    """Return the files that were read, each with its hash."""
    files = run.get("inputs") or []
    data = [(str(one.get("path", "")), str(one.get("sha256", ""))) for one in files]
    return grid("Files read", ("File", "sha256"), data) if data else None


def _flat(name: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(f"{name}.{key}" if name else str(key), inner)
    elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        for place, inner in enumerate(value, start=1):
            yield from _flat(f"{name}.{place}", inner)
    elif isinstance(value, bool):
        yield name, "yes" if value else "no"
    elif value not in (None, "", []):
        yield name, ", ".join(map(str, value)) if isinstance(value, list) else str(value)
