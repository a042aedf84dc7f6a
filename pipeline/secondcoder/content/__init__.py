"""Thematic plus content analysis: what was coded, counted, compared and still to be resolved."""
