"""Published worked examples, restated with their source in ``published/``."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "published"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))


def example(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def holding(key: str) -> list[str]:
    return [name for name in NAMES if key in example(name)]


def expect(name: str, quantity: str, found: float | None) -> None:
    wanted = example(name)["expected"][quantity]
    assert found is not None, f"{name}: {quantity} is undefined"
    assert abs(found - wanted["is"]) <= wanted["within"], f"{name}: {quantity} is {found}, {wanted}"
