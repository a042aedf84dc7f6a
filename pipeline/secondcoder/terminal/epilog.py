"""What the help of every command ends with."""

EPILOG = """Exit codes: 0 done; 1 a fault of the program; 2 something to fix in the study or
the command; 130 stopped from the keyboard."""
