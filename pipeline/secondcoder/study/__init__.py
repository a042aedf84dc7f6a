"""What a study.toml may say, how it is found, inferred, checked and turned into material."""
