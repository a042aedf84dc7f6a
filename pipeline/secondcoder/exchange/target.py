"""The file that an export is written to: nothing is written over, and nothing half-written."""

from pathlib import Path

from secondcoder.errors import SecondcoderError, what_to_do, why
from secondcoder.publish.files import write_or_beside
from secondcoder.publish.moves import refuse_held


def check_free(path: Path, *, replace: bool) -> None:
    """Refuse a file that is there already, unless it is to be replaced."""
    if path.exists() and not replace:
        raise SecondcoderError(
            f"{path} exists already and was not changed",
            hint="Name another file, or add --replace.",
        )
    refuse_held(path)


def write_target(path: Path, data: bytes) -> None:
    """Write a file whole; say in a user's words why it cannot be written."""
    try:
        write_or_beside(path, data)
    except OSError as error:
        raise SecondcoderError(
            f"{path}: the file cannot be written ({why(error)})",
            hint=f"{what_to_do(error)} Or choose another place with --to.",
        ) from error
