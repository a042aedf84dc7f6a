"""What people without coding in the study's files do on the pages."""

CODER, FURTHER, ADJUDICATOR, LEARNER = "coder", "further coder", "adjudicator", "learner"
"""``CODER``: somebody whose coding was read from the study's files."""
ROLES = {
    FURTHER: "Further coder: codes passages blind, then compares with the machine",
    ADJUDICATOR: "Adjudicator: looks at a passage first, then sees everybody’s coding of it",
    LEARNER: "Learner: codes passages that others settled, and is shown where and why they differ",
}
"""The roles that can be chosen, with what they are."""
