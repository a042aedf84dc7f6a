"""Work beside what goes on: a second process of the same program, for what is independent."""
