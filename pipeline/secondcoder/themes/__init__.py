"""Candidate themes: graph, consensus of communities, topics, labels, stability, exemplars."""
