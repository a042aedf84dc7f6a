"""Case-study synthesis in four steps, as pure stages over frozen records."""
