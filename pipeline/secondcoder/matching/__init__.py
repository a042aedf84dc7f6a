"""Candidate themes against the codebook: likeness of meaning, overlap, assignment, relations."""
