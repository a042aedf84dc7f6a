"""A study of many short made-up answers, all of them coded by two people."""

import csv
import random

OPENINGS = (
    "I would say that", "To be honest", "What I remember is that", "Every week", "At first",
    "As far as I can tell", "In our street", "Since last winter", "My neighbour says", "Mostly",
)  # fmt: skip
ENDINGS = (
    "and nobody had told us.", "and I would do it again.", "which I had not expected.",
    "but it took a long time.", "and that made a difference to me.", "so we stayed at home.",
    "and the children noticed it too.", "though others see it differently.",
)  # fmt: skip
THEMES = {
    "Getting there": {
        "Bus times": ("the bus", "the last bus", "the timetable", "the driver", "the bus stop"),
        "Lifts": ("a lift in a car", "the shared car", "a lift from a friend", "the taxi"),
        "Walking": ("the footpath", "the walk", "the pavement", "the hill", "the crossing"),
    },
    "Money": {
        "Fees": ("the fee", "the price of a ticket", "the subscription", "the deposit"),
        "Grants": ("the grant", "the application", "the fund", "the council’s money"),
        "Wages": ("the wage", "the pay", "the contract", "the unpaid hours"),
    },
    "People": {
        "Neighbours": ("the neighbours", "the family next door", "our street party"),
        "Volunteers": ("the volunteers", "the rota", "the new helper", "the kitchen team"),
        "Staff": ("the manager", "the nurse", "the coordinator", "the receptionist"),
    },
    "Place": {
        "Rooms": ("the hall", "the room", "the heating", "the roof", "the stairs"),
        "Garden": ("the garden", "the greenhouse", "the allotment", "the hedge"),
        "Noise": ("the noise", "the music next door", "the traffic", "the echo"),
    },
}
VERBS = ("kept us waiting", "changed everything", "was never mentioned", "came up again",
         "helped more than words", "was what we talked about", "made people leave")  # fmt: skip
ALIKE = 0.85
"""How often the second coder gives what the first gave."""
CONFIG = """title = "Twenty thousand answers"
stance = "coding-reliability"
seed = 0
[passages]
unit = "row"
min_words = 2
[[documents]]
path = "answers/*.csv"
text = "answer"
[codebook]
path = "codebook.csv"
levels = ["theme", "code"]
definition = "definition"
[[coding]]
path = "coding.csv"
coder_column = "coder"
document = "document"
passage = "answer"
code = ["theme", "code"]
seen = "all"
"""


def make_large(folder, count=20_000, *, documents=40, seed=0):
    """Write the study: files of answers, a codebook of 16 entries, and coding by Ada and Ben."""
    draw = random.Random(seed)  # noqa: S311 - made-up answers
    leaves = [(theme, code) for theme, below in THEMES.items() for code in below]
    (folder / "answers").mkdir(parents=True)
    coded = []
    for number in range(documents):
        rows = []
        for place in range(count // documents):
            theme, code = draw.choice(leaves)
            words = f"{draw.choice(OPENINGS)} {draw.choice(THEMES[theme][code])} "
            words += f"{draw.choice(VERBS)} {draw.choice(ENDINGS)}"
            answer = f"{words} That was answer {place + 1} of {number + 1}."
            rows.append([answer])
            second = (theme, code) if draw.random() < ALIKE else draw.choice(leaves)
            for coder, given in (("Ada", (theme, code)), ("Ben", second)):
                coded.append([coder, f"group{number + 1:02d}.csv", answer, *given])
        _write(folder / "answers" / f"group{number + 1:02d}.csv", ["answer"], rows)
    _write(folder / "coding.csv", ["coder", "document", "answer", "theme", "code"], coded)
    entries = [[theme, "", f"What is said about {theme.lower()}."] for theme in THEMES]
    entries += [
        [theme, code, f"Talk of {', '.join(THEMES[theme][code])}."] for theme, code in leaves
    ]
    _write(folder / "codebook.csv", ["theme", "code", "definition"], entries)
    (folder / "study.toml").write_text(CONFIG, encoding="utf-8")
    return folder


def _write(path, heads, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heads, *rows])
