"""Frozen records: what every stage takes and returns. Nothing here reads, writes or computes."""
