"""How well codes are suggested and themes found, beside peers, on public human-coded corpora."""
