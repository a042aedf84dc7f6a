"""A fictional grid: five clubs under three headings, with matters that several share."""

CASES = {
    "Harrow Strollers": {
        "Aims": "To get people out walking each week. To ease loneliness among widowers.",
        "Methods": "A link worker brings new walkers. Interviews were held with the walkers.",
        "Barriers": "Grant funding ended twice, and the hourly bus was lost.",
    },
    "The Ladle": {
        "Aims": "To feed people at one table. To ease loneliness in the harbour.",
        "Methods": "Recipes come from the diners. Interviews were held with the diners.",
        "Barriers": "Grant funding was short; rent rose.",
    },
    "Dunnaby Shed": {
        "Aims": "To mend chairs and benches.",
        "Methods": "Members run the rota. A link worker brings new men.",
        "Barriers": "Grant funding came late, and the hourly bus stops at four.",
    },
    "Cold Feet": {
        "Aims": "To swim in the sea all year.",
        "Methods": "Grant funding paid a beach lead.",
        "Barriers": "There is no changing hut.",
    },
    "Second Gear": {
        "Aims": "To mend abandoned bicycles with young people.",
        "Methods": "The young people gathered the evaluation, paid by grant funding.",
        "Barriers": "Grant funding took nineteen days.",
    },
}
HEADINGS = ("Aims", "Methods", "Barriers")


def csv_of(cases=CASES):
    """Return the cases as a long table."""
    rows = ["case,heading,text"]
    rows += [f'{case},{head},"{cases[case][head]}"' for head in HEADINGS for case in cases]
    return "\n".join(rows) + "\n"


DERIVED = """heading,theme,cases_named
Aims,Loneliness,Harrow Strollers; The Ladle
Methods,Link worker,Harrow Strollers; Dunnaby Shed
(general),Funding,Harrow Strollers; The Ladle; Second Gear
Barriers,Weather,
"""
CONFIG = """title = "Five clubs"

[[documents]]
path    = "cases.csv"
text    = "text"
case    = "case"
heading = "heading"

[codebook]
path   = "derived_themes.csv"
levels = ["heading", "theme"]
"""


def write_cases(folder):
    """Write a study of the cases with derived themes."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cases.csv").write_text(csv_of(), encoding="utf-8")
    (folder / "derived_themes.csv").write_text(DERIVED, encoding="utf-8")
    (folder / "study.toml").write_text(CONFIG, encoding="utf-8")
    return folder
