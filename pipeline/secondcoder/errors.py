"""The one error that a user is meant to read; anything else is a bug and keeps its traceback."""

import errno


class SecondcoderError(Exception):
    """Something the user can fix.

    ``message`` says what is wrong and where (file, row, column, value); ``hint`` says how to
    fix it. The command line prints both without a traceback and exits with 2.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """Return the message and, on a second line, the hint."""
        return f"{self.message}\n{self.hint}" if self.hint else self.message


_MAY_NOT = (errno.EACCES, errno.EPERM, errno.EROFS)
_FULL = (errno.ENOSPC, errno.EDQUOT) if hasattr(errno, "EDQUOT") else (errno.ENOSPC,)


def of_the_disk(error: OSError) -> SecondcoderError:
    """Return in words what the disk refused, with the file and what can be done."""
    if error.errno in _MAY_NOT:
        hint = (
            "Close the file in other programs, and check that you may write to it and its folder."
        )
    elif error.errno in _FULL:
        hint = "Make room on the disk, then run the command again."
    elif error.errno == errno.ENOENT:
        hint = "It may have been moved or renamed meanwhile: run the command again."
    else:
        hint = "Check that the disk is connected and working, then run the command again."
    names = [str(name) for name in (error.filename, error.filename2) if name is not None]
    where = " and ".join(names) or "the disk"
    return SecondcoderError(f"{where}: {error.strerror or error}", hint=hint)
