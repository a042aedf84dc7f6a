"""A made-up study of two people and three machines: the bundled one, and two read from tables."""

import csv

from made import CODED_AS, CONFIG, topical_texts, write_study

PEOPLE = """
[[coding]]
path     = "ben.csv"
coder    = "Ben"
document = "document"
passage  = "quote"
code     = ["theme", "subtheme"]
"""
MACHINES = """
[[coding]]
path     = "model.csv"
machine  = true
name     = "Large model"
version  = "2.1"
saw      = "the codebook and the passages, one at a time"
document = "document"
passage  = "quote"
code     = ["theme", "subtheme"]
memo     = "why"

[[coding]]
path     = "rules.csv"
machine  = true
name     = "Ben"
document = "document"
passage  = "quote"
code     = ["theme", "subtheme"]
seen     = "listed"
"""
"""The second machine has the name of a person, and saw only the first two documents."""
WITHOUT = """
[suggest]
machine = false
"""
_OTHERWISE = {"garden": "Land,Harvest", "bus": "Means,Grants"}


def write_many(folder, *, bundled=True, people=("Eva", "Ben"), machines=MACHINES):
    """Write the study, with the bundled machine or without it; return its folder."""
    config = CONFIG.replace("[themes]", f"{PEOPLE}{machines}\n[themes]")
    config = config.replace('coder    = "Eva"', f'coder    = "{people[0]}"')
    config = config.replace('coder    = "Ben"', f'coder    = "{people[1]}"')
    write_study(folder, config=config + ("" if bundled else WITHOUT), coded=24)
    texts, topics = topical_texts(6)
    _write(folder / "ben.csv", texts, topics, other=lambda n: n % 5 == 0)
    _write(folder / "model.csv", texts, topics, other=lambda n: n % 3 == 0, why=True)
    _write(folder / "rules.csv", texts, topics, other=lambda n: n % 2 == 0, rows=16)
    return folder


def _write(path, texts, topics, *, other, rows=24, why=False):
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["document", "quote", "theme", "subtheme", *(["why"] if why else [])])
        for number, (text, topic) in enumerate(zip(texts[:rows], topics[:rows], strict=True)):
            codes = _OTHERWISE if other(number) else CODED_AS
            row = [f"talk{number // 8}", text, *codes.get(topic, CODED_AS[topic]).split(",")]
            out.writerow([*row, *([f"it says {text.split()[3]}"] if why else [])])
