"""Agreement between coders: coefficients over counts and arrays, usable without a study."""
