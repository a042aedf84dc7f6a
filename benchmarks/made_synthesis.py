"""Two made-up sets of case studies with a known answer, for the synthesis.

All texts were written for this file. Each theme has several wordings; chance deals themes to cases
and wordings to cells, beside remarks that belong to no theme. In the second set themes are named
more abstractly than they are worded, as people name them.
"""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

Themes = Mapping[str, Mapping[str, Sequence[str]]]
"""Heading to theme to its wordings."""

REPAIR_CAFES: Themes = {
    "Aims": {
        "Less waste": (
            "They wanted to keep toasters and kettles out of the skip.",
            "The idea was that fewer broken things end up in landfill.",
            "To cut the rubbish that the town throws away.",
            "Mending should come before binning.",
        ),
        "Company for people living alone": (
            "It was meant as a place where widowers find somebody to talk to.",
            "To bring together neighbours who see nobody all week.",
            "Loneliness on the estate was the reason to begin.",
            "A warm room for those who would otherwise sit by themselves.",
        ),
        "Passing on skills": (
            "Older fitters were to teach the young how to solder.",
            "To hand down sewing and joinery before they are forgotten.",
            "Teenagers should learn to use tools from those who know them.",
            "Visitors are shown how the repair is done, so that they can do it next time.",
        ),
        "Saving households money": (
            "Families who cannot afford a new washing machine were in mind.",
            "To help people on low incomes through the winter.",
            "A mended pram spares a young couple the price of a new one.",
            "With wages flat, repairs for nothing were to ease the budget at home.",
        ),
    },
    "What helped": {
        "A free room": (
            "The parish lent its hall without rent.",
            "A school let them use the workshop on Saturdays at no charge.",
            "The library gave up its back room for the mornings.",
            "Premises cost nothing, since the council owns the building.",
        ),
        "A paid coordinator": (
            "Somebody was employed for two days a week to keep the rota.",
            "The salaried organiser answered every call.",
            "One post, paid by the county, held it together.",
            "Having a worker on wages meant that volunteers were never left to plan alone.",
        ),
        "Publicity in the local press": (
            "A column in the weekly newspaper filled the tables.",
            "The radio station announced each date.",
            "Posters and an article brought in strangers.",
            "After a report in the gazette they had to turn people away.",
        ),
        "Spare parts from firms": (
            "An electrical wholesaler gave fuses and cable.",
            "A bicycle shop let them have its old chains and tyres.",
            "Suppliers sent offcuts and screws by the box.",
            "The hardware store donated glue, plugs and blades.",
        ),
    },
    "Barriers": {
        "Worry about liability": (
            "Nobody would sign off a repaired heater for fear of a fire.",
            "The insurer asked for papers that they did not have.",
            "Volunteers were afraid of being sued if a lamp gave a shock.",
            "Legal responsibility for electrical goods was never settled.",
        ),
        "Too few menders": (
            "Three fixers faced forty visitors.",
            "They lacked anybody who could handle a sewing machine.",
            "When the two electricians fell ill, the day was called off.",
            "Skilled hands were always in short supply.",
        ),
        "Goods that cannot be opened": (
            "Casings are glued shut, so that nothing inside can be reached.",
            "Makers use screws for which no tool is sold.",
            "Telephones are built so that their batteries stay in for ever.",
            "Manufacturers seal their products against any repair.",
        ),
        "Getting there": (
            "Without a bus on Sundays, many could not come.",
            "Heavy things are hard to carry from the far end of the valley.",
            "There was nowhere to park near the door.",
            "People without a car stayed away.",
        ),
    },
}
"""Themes named in the words of their matter."""

READING_GROUPS: Themes = {
    "How it began": {
        "Trust came first": (
            "For a month the librarian only drank tea with them.",
            "Nobody opened a book until they knew each other's names.",
            "She visited every kitchen before she asked anybody to join.",
            "It took weeks until they believed that no test would follow.",
        ),
        "Chance rather than plan": (
            "Two mothers got talking while they waited at the school gate.",
            "A wet afternoon drove six people into the same porch.",
            "A box of novels was left on the wrong doorstep.",
            "Somebody misread the notice and turned up a day early with friends.",
        ),
        "Answering a loss": (
            "The branch library had closed, and people missed it.",
            "When the bookshop shut, its customers went on meeting.",
            "After the mill ended its night classes there was nothing left to go to.",
            "The mobile library stopped coming in spring.",
        ),
    },
    "What changed": {
        "A voice of one's own": (
            "A man who never spoke now reads the minutes aloud.",
            "She stood up at the council and said what she thought.",
            "One of them wrote to the paper for the first time.",
            "They began to argue with the author and with each other.",
        ),
        "Ties across generations": (
            "Pupils and pensioners swap thrillers.",
            "A girl of twelve reads to a blind miner of ninety.",
            "Grandfathers came along with the children, and stayed.",
            "The young explain the slang, the old explain the war.",
        ),
        "Reading spread to the home": (
            "Bedtime stories are told again in houses where there were none.",
            "Fathers took the picture books back with them.",
            "There is a shelf in the caravan now.",
            "Television stays off on Thursdays while the chapter is finished.",
        ),
    },
    "What stood in the way": {
        "Shame about school": (
            "Many had been laughed at in class and would not read aloud.",
            "He hid for years that he could not spell.",
            "The word lesson alone made two of them leave.",
            "They feared the red pencil.",
        ),
        "Shifts and care": (
            "Night work at the bakery left no evening free.",
            "Whoever nurses a parent cannot promise a Tuesday.",
            "Half of them were on call at weekends.",
            "Without somebody to mind the baby she had to stay away.",
        ),
        "Dependence on one person": (
            "When the founder moved, nobody had the key.",
            "Everything was in the head of the volunteer who ran it.",
            "As long as Ruth was ill, there were no meetings.",
            "No second leader was ever found.",
        ),
    },
}
"""Themes named more abstractly than they are worded."""

REMARKS = (
    "The report was written in autumn.",
    "There are eleven of them in all.",
    "It is held on the first floor.",
    "The photograph shows the opening.",
    "They met twice in May.",
    "A second visit is planned.",
    "The figures are on the last page.",
    "Tea was served at four.",
)
CASES = (
    *("Alder Bridge", "Bramcote", "Cold Ashby", "Dunmere", "Eastlow", "Farrow Hill"),
    *("Gorse End", "Hallam Wharf", "Ivy Street", "Juniper Row", "Kelder", "Lowmoor"),
)
SETS = {"repair-cafes": REPAIR_CAFES, "reading-groups": READING_GROUPS}
FEWEST, MOST = 3, 5
"""Cases of a theme."""


def write_set(folder: Path, name: str, *, seed: int = 0) -> Path:
    """Write a study of a made set: cases, the themes with their cases, ``study.toml``."""
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(seed)
    rows: list[list[str]] = []
    derived: list[list[str]] = []
    for heading, themes in SETS[name].items():
        cells: dict[str, list[str]] = {case: [] for case in CASES}
        for theme, wordings in themes.items():
            count = int(random.integers(FEWEST, MOST + 1))
            of_theme = sorted(random.choice(CASES, size=count, replace=False).tolist())
            derived.append([heading, theme, "; ".join(of_theme)])
            order = random.permutation(len(wordings))
            for place, case in enumerate(of_theme):
                cells[case].append(wordings[order[place % len(wordings)]])
        for case, said in cells.items():
            told = [*said, str(random.choice(REMARKS))]
            rows.append([case, heading, " ".join(random.permutation(told).tolist())])
    _write(folder / "cases.csv", [["case", "heading", "text"], *rows])
    _write(folder / "derived_themes.csv", [["heading", "theme", "cases_named"], *derived])
    (folder / "study.toml").write_text(_STUDY.format(name=name), encoding="utf-8")
    return folder


def _write(path: Path, rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)


_STUDY = """title = "{name} (made up)"

[[documents]]
path    = "cases.csv"
text    = "text"
case    = "case"
heading = "heading"

[codebook]
path   = "derived_themes.csv"
levels = ["heading", "theme"]
"""
