"""Published worked examples, restated with their source in ``published/``."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "published"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))


def example(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
