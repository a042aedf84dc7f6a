"""Third-party readers on files from elsewhere: whatever they raise becomes the tool's own error."""

from collections.abc import Iterator
from contextlib import contextmanager

from secondcoder.errors import SecondcoderError

_LONGEST_REASON = 160
"""Characters of a library's own message that are shown; some quote half the file."""


@contextmanager
def third_party(name: str, what: str, *, hint: str) -> Iterator[None]:
    """Turn any exception of a library into an error that names the file and how to fix it.

    Only calls into libraries may stand inside: an exception of our own code is a bug and keeps
    its traceback. Damaged files make libraries raise nearly anything, so all of it is caught.
    """
    try:
        yield
    except SecondcoderError:
        raise
    except Exception as error:
        raise SecondcoderError(f"{name}: {what} ({_reason(error)})", hint=hint) from error


def _reason(error: Exception) -> str:
    words = " ".join(str(error).split()) or type(error).__name__
    return words if len(words) <= _LONGEST_REASON else f"{words[:_LONGEST_REASON]}…"
