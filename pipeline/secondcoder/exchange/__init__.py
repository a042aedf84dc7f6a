"""Exchange with other qualitative-analysis software, with nothing lost in silence."""
