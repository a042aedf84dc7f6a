"""`report.html` and its figures, made from a run's tables and `run.json` alone."""
