"""Files of a result that a browser shows, and the policy under which it shows them."""

from dataclasses import dataclass

REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data: 'self'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'none'; sandbox allow-popups allow-same-origin"
)
"""A report brings its own style and pictures; no script runs in it."""


@dataclass(frozen=True, slots=True)
class Inline:
    """A file that is shown and not downloaded; ``report`` may bring its own style."""

    media: str
    data: bytes
    report: bool = False
