"""Scripts and the harness behind the figures in `docs/`; not part of what is installed."""
