"""Codes for passages: from the codebook or from coding out of fold, with evidence."""
