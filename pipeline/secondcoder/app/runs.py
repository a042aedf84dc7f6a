"""Runs of studies."""


class Runs:
    """Runs."""
