"""A machine second coder for qualitative research."""

__version__ = "0.1.0"
