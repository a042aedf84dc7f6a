"""What the page remembers from one time to the next: where studies lie, nothing they say."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from secondcoder.publish.files import write_whole

_NAME = "app.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """The folder of studies, and studies that stay elsewhere."""

    folder: Path
    elsewhere: tuple[Path, ...] = ()

    def having(self, study: Path) -> "Preferences":
        """Return these with one more study that stays where it is."""
        kept = [one for one in self.elsewhere if one != study]
        return replace(self, elsewhere=(*kept, study))

    def without(self, study: Path) -> "Preferences":
        """Return these without a study; nothing of it is touched."""
        return replace(self, elsewhere=tuple(one for one in self.elsewhere if one != study))


def default_folder() -> Path:
    """Return the folder of studies that is used where nobody named another."""
    documents = Path.home() / "Documents"
    return (documents if documents.is_dir() else Path.home()) / "secondcoder studies"


def preferences_file() -> Path:
    """Return where they are kept: in the user's own folder of settings."""
    if os.name == "nt" and os.environ.get("APPDATA"):
        return Path(os.environ["APPDATA"]) / "secondcoder" / _NAME
    base = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(base) / "secondcoder" / _NAME


def read_preferences(file: Path) -> Preferences:
    """Return what was kept; what cannot be read counts as nothing."""
    try:
        held = json.loads(file.read_text("utf-8"))
        elsewhere = tuple(Path(one) for one in held.get("elsewhere", ()) if isinstance(one, str))
        return Preferences(folder=Path(str(held["folder"])), elsewhere=elsewhere)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Preferences(folder=default_folder())


def write_preferences(file: Path, preferences: Preferences) -> None:
    """Keep them."""
    paths: Sequence[Path] = preferences.elsewhere
    held = {"folder": str(preferences.folder), "elsewhere": [str(path) for path in paths]}
    write_whole(file, (json.dumps(held, indent=1, ensure_ascii=False) + "\n").encode())
