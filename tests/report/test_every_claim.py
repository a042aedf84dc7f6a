"""Every number in a sentence of report, pages and methods is the tables' own, in twelve studies."""

import re
from collections import Counter

import fake_run
import pytest
from twelve_studies import STUDIES, plain, written

from secondcoder.procedures.second_coder.tables.agreement_overall import AGREEMENT_OVERALL
from secondcoder.procedures.second_coder.tables.codes import CODES
from secondcoder.procedures.second_coder.tables.comparison import COMPARISON, SEEN, side_by_side
from secondcoder.procedures.second_coder.tables.divergences import DIVERGENCES
from secondcoder.procedures.second_coder.tables.passages import PASSAGES
from secondcoder.procedures.second_coder.tables.spread import CODE_PAIRS
from secondcoder.procedures.second_coder.tables.suggestions import SUGGESTIONS
from secondcoder.procedures.second_coder.tables.themes import MATCHES, NEW_THEMES, THEMES

N = r"(\d+)"
CLAIMED = Counter()
"""How often each claim was met in all studies together: none may be met nowhere."""


@pytest.fixture(scope="module", params=sorted(STUDIES))
def study(request, tmp_path_factory):
    return request.param, written(request.param, tmp_path_factory.mktemp("study") / "study")


def _tops(tables):
    return {code.code_id: code.top_id for code in tables[CODES]}


def _both(tables):
    tops = _tops(tables)
    label = next((row.beside for row in side_by_side(tables[COMPARISON])), "machine")
    sides = [
        {
            (row.passage_id, row.coder, tops[row.code_id])
            for row in side_by_side(tables[COMPARISON])
            if row.beside == label and getattr(row, side)
        }
        for side in ("human", "machine")
    ]
    return len(sides[0] & sides[1]), len(sides[0] - sides[1]), len(sides[1] - sides[0])


def _suggested(tables):
    given = {row.passage_id for row in tables[SUGGESTIONS] if row.suggested}
    every = {row.passage_id for row in tables[SUGGESTIONS]}
    return len(given), len(every), len(every - given)


EXPLAINED = rf"{N} groups? of passages (?:is|are) explained poorly"
CLAIMS = {
    rf"{N} passages? of {N} documents?(?: by \d+ speakers?(?: \(told apart by name\))?)? were "
    rf"grouped into {N} candidate": (
        lambda t: (
            len(t[PASSAGES]),
            len({row.document for row in t[PASSAGES]}),
            sum(theme.level == 1 for theme in t[THEMES]),
        )
    ),
    rf"candidate themes? with {N} subthemes? below": (
        lambda t: (sum(theme.level == 2 for theme in t[THEMES]),)
    ),
    rf"{N} passages? (?:is|are) in no theme": (
        lambda t: (sum(not row.theme_id for row in t[PASSAGES]),)
    ),
    rf"Of {N} codes? compared with the themes, {N} (?:was|were) found among them and {N} w": (
        lambda t: (
            sum(bool(code.relation) for code in t[CODES]),
            sum(code.relation not in {"", "code not found"} for code in t[CODES]),
            sum(code.relation == "code not found" for code in t[CODES]),
        )
    ),
    rf"{N} of {N} themes?(?: and subthemes)? answers? to no code": (
        lambda t: (sum(theme.relation == "new theme" for theme in t[THEMES]), len(t[THEMES]))
    ),
    EXPLAINED: lambda t: (len(t[NEW_THEMES]),),
    rf"suggests at least one code for {N} of {N} passages? and abstains on {N}": _suggested,
    rf"suggests at least one code for each of {N} passages?": lambda t: _suggested(t)[:1],
    rf"{N} suggestions?\. Every passage": (
        lambda t: (sum(row.suggested for row in t[SUGGESTIONS]),)
    ),
    rf"both gave the code {N} times?, only a person {N} times?, only [^.]*? {N} times?": _both,
    rf"Decide on {N} passages? where readings part": (
        lambda t: (len({row.passage_id for row in t[DIVERGENCES]}),)
    ),
    rf"All {N} pairs that occur": lambda t: (len(t[CODE_PAIRS]),),
    rf"Themes beside codes {N} pairs?": (
        lambda t: (sum(row.relation not in {"near", ""} for row in t[MATCHES]),)
    ),
}


def test_every_count_in_a_sentence_is_the_tables_own(study):
    name, found = study
    text = found.words
    for pattern, expected in CLAIMS.items():
        for match in re.finditer(pattern, text.replace("\u202f", "")):
            CLAIMED[pattern] += 1
            numbers = tuple(int(one) for one in match.groups())
            assert numbers == expected(found.tables), f"{name}: {match[0]}"


def test_every_coefficient_on_the_front_is_the_tables_own(study):
    _, found = study
    front = found.words.split("What to do next")[0]
    shown = re.findall(r"(\w+) with (the machine|\w+) (−?\d\.\d\d)(?: \((.*?) to (.*?)\))?", front)
    rows = {
        (row.first, "the machine" if row.second == "machine" else row.second): row
        for row in found.tables[AGREEMENT_OVERALL]
        if row.level == 1
    }
    CLAIMED["coefficient"] += len(shown)
    for first, second, value, low, high in shown:
        row = rows[first, second]
        assert value == f"{row.alpha:.2f}".replace("-", "−")
        ends = (row.alpha_low, row.alpha_high) if low else (None, None)
        told = [f"{end:.2f}".replace("-", "−") for end in ends if end is not None]
        assert [one for one in (low, high) if one] == told


def test_nothing_is_said_of_what_there_is_not(study):
    name, found = study
    tables = found.tables
    everything = " ".join([found.words, found.methods, *map(plain, found.pages.values())])
    if not tables[SUGGESTIONS]:
        assert "abstains on" not in everything
        assert "ranked the codes" not in everything
    if not tables[SEEN]:
        assert "Set beside the coding of" not in everything
        assert "Agreement, beside its yardstick" not in everything
    if len({row.coder for row in tables[SEEN]}) < 2:
        assert "what people reach with each other" not in found.words
    if name == "reflexive":
        for word in ("kappa", "alpha", "threshold", "coefficient"):
            assert word not in everything.lower()
    if not tables[THEMES]:
        assert "A passage of each" not in everything


def test_numbers_and_nouns_go_together_and_no_name_of_the_program_shows(study):
    _, found = study
    many = "passages|documents|codes|themes|groups|pairs|suggestions|times|coders|files|codings"
    for text in (found.words, found.methods, *map(plain, found.pages.values())):
        assert not re.search(rf"(?<![\d.,−–-])\b1 ({many}|people)\b", text), text[:80]
        assert not re.search(r"\b(None|nan|True|False|inf)\b", text)
        assert "{{" not in text


def test_the_pages_list_as_many_passages_as_they_say(study):
    _, found = study
    given = {
        (row.code_id, row.passage_id) for row in found.tables[SUGGESTIONS] if row.suggested
    } | {(row.code_id, row.passage_id) for row in found.tables[COMPARISON] if row.human}
    for place, page in found.pages.items():
        for code, part in re.findall(r'<section id="(c\w+)">(.*?)</section>', page, re.DOTALL):
            if "code-" in place:
                listed = part.count('class="segment"')
                passages = {one for own, one in given if own == code}
                assert 0 < listed <= len(passages) or found.record.get("machines")


def test_groups_that_a_codebook_explains_poorly_are_counted():
    tables = fake_run.tables()
    words = plain(fake_run.page(tables, fake_run.RUN))
    found = re.search(EXPLAINED, words)
    assert int(found[1]) == len(tables[NEW_THEMES]) > 0
    CLAIMED[EXPLAINED] += 1


def test_no_claim_is_without_a_study():
    if len(CLAIMED) < 2:
        pytest.skip("the studies were not read")
    assert [pattern for pattern in (*CLAIMS, "coefficient") if not CLAIMED[pattern]] == []
