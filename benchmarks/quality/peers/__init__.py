"""Other methods on the same vectors and seeds, one family a file."""
