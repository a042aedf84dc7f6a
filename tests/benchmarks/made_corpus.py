"""A study's folder with four codes in twelve documents, as the benchmark reads it."""

import csv

WORDS = {
    "Money": "funding budget costs grant pays invoice expenses salary",
    "Trust": "trust honest relationship promise believe listening respect friends",
    "Time": "waiting hours deadline late schedule calendar rushed delays",
    "Travel": "bus train road driving distance journey ticket parking",
}
FORM = """
title = "Made"
[[documents]]
path = "passages.csv"
id = "id"
text = "text"
document = "document"
[passages]
unit = "row"
[codebook]
path = "codebook.csv"
code = "code"
parent = "parent"
definition = "definition"
[[coding]]
path = "labels.csv"
passage = "id"
code = "code"
coder_column = "coder"
"""


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def made_folder(folder, *, coders=("gold",), documents=12, each=10):
    """Write a study of ``documents`` documents with ``each`` passages in turn of every code."""
    folder.mkdir()
    passages, labels = [], []
    for number in range(documents * each):
        name = list(WORDS)[number % 4]
        words = WORDS[name].split()
        chosen = [words[(number * step) % len(words)] for step in (1, 3, 5, 7)]
        passages.append([number, f"{number} {' '.join(chosen)}", f"talk {number // each}"])
        for place, coder in enumerate(coders):
            given = name if place < 2 or number % 5 else "Money"
            labels.append([number, given, coder])
    write(folder / "passages.csv", [["id", "text", "document"], *passages])
    write(folder / "labels.csv", [["id", "code", "coder"], *labels])
    entries = [[name, "", " ".join(words.split()[:3])] for name, words in WORDS.items()]
    write(folder / "codebook.csv", [["code", "parent", "definition"], *entries])
    (folder / "study.toml").write_text(FORM, encoding="utf-8")
    return folder
