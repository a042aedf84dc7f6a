"""The one error that a user is meant to read; anything else is a bug and keeps its traceback."""


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
