"""A case-study synthesis as a command runs it: reading, a person's versions, tables, storing."""
