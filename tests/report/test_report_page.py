import base64
import html.parser
import posixpath
import re

import fake_run
import pytest

from made_tables import frames, tables_of
from secondcoder.page.figures.style import figure_files
from secondcoder.procedures.second_coder.page.build import build_report
from secondcoder.procedures.second_coder.page.drawings import draw_figures

VOID = {"meta", "img", "br", "hr", "link", "input"}


class _Page(html.parser.HTMLParser):
    """Counts tags, keeps attributes and text, and sees whether every tag is closed."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.open, self.text = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attributes]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not (self.open and self.open[-1] == "style"):
            self.text.append(data)

    @property
    def words(self):
        return " ".join("".join(self.text).split())


@pytest.fixture(scope="module")
def tables():
    return fake_run.tables()


@pytest.fixture(scope="module")
def page(tables):
    return _Page(fake_run.page(tables, fake_run.RUN))


def test_page_is_whole_and_holds_no_script_and_no_outside_address(page):
    assert page.open == []
    assert "script" not in page.tags
    assert not {"iframe", "link", "object", "form"} & set(page.tags)
    assert not [a for a in page.attributes if a[1].startswith("on")]
    goals = [value for _, name, value in page.attributes if name in {"src", "href", "action"}]
    assert goals
    assert not [goal for goal in goals if "//" in goal or goal.startswith("/")]


def test_style_fetches_nothing(tables):
    style = re.search(r"<style>(.*?)</style>", fake_run.page(tables, fake_run.RUN), re.DOTALL)[1]
    assert "url(" not in style
    assert "@import" not in style


@pytest.mark.parametrize("stance", ["coding-reliability", "codebook", "reflexive"])
def test_every_link_of_the_report_and_of_its_pages_leads_somewhere(tables, stance):
    run = {**fake_run.RUN, "stance": stance}
    others = {place: data.decode() for place, data in fake_run.listings(tables, run).items()}
    pages = {"report.html": fake_run.page(tables, run), **others}
    files = {*fake_run.csv_files(tables), "methods.md", "run.json"}
    ids = {}
    for place, text in pages.items():
        found = [value for _, name, value in _Page(text).attributes if name == "id"]
        assert len(found) == len(set(found)), place
        ids[place] = set(found)
    for place, text in pages.items():
        for link in {value for _, name, value in _Page(text).attributes if name == "href"}:
            goal, _, inner = link.partition("#")
            where = posixpath.normpath(posixpath.join(posixpath.dirname(place), goal))
            where = where if goal else place
            assert where in pages or where in files, f"{place}: {link}"
            assert not inner or inner in ids[where], f"{place}: {link}"


def test_hostile_text_is_shown_as_text(page, tables):
    assert "Taking part in rural places <pilot> & more" in page.words
    shown = frames(tables)["themes"]["exemplar_text"][0]
    assert shown == fake_run.HOSTILE[0]
    assert shown in page.words
    assert "i" not in page.tags
    build = fake_run.page(
        tables, {**fake_run.RUN, "title": "{{ 7 * 7 }}<script>", "stance": "<b>", "basis": 3}
    )
    assert "{{ 7 * 7 }}&lt;script&gt;" in build


def test_every_theme_shows_its_passages_with_place_on_a_page_of_its_own(page, tables):
    passages = frames(tables)["passages"]
    listed = fake_run.listings(tables, fake_run.RUN)
    for theme in frames(tables)["themes"].itertuples():
        if theme.level > 1:
            continue
        words = _Page(listed[f"pages/theme-{theme.theme_id}.html"].decode()).words
        own = passages[passages["theme_id"] == theme.theme_id]
        assert len(own) == theme.passages
        for row in own.itertuples():
            assert " ".join(row.text.split()) in words
            assert f"characters {row.start}–{row.end}" in words
        assert theme.label in page.words


def test_every_passage_of_a_code_stands_once_under_the_deepest_code_somebody_gave(tables):
    listed = fake_run.listings(tables, fake_run.RUN)
    given = frames(tables)["comparison"]
    codes = frames(tables)["codes"].set_index("code_id")
    passages = frames(tables)["passages"].set_index("passage_id")
    for row in given[given["human"] == "yes"].itertuples():
        below = {
            code for code in codes.index if codes.loc[code, "code"].startswith(f"{row.code} > ")
        }
        own = given[(given["passage_id"] == row.passage_id) & (given["coder"] == row.coder)]
        if below & set(own[own["human"] == "yes"]["code_id"]):
            continue
        text = listed[f"pages/code-{codes.loc[row.code_id, 'top_id']}.html"].decode()
        part = _Page(
            text[text.index(f'<section id="{row.code_id}"') :].split("</section>")[0]
        ).words
        place = f"characters {passages.loc[row.passage_id, 'start']}–"
        assert place in part
        assert row.coder in part


def test_counts_and_coefficients_are_the_tables_own(page, tables):
    assert "neither coder used the code, so chance agreement is certain" in page.words
    status = frames(tables)["comparison"]["status"].value_counts()
    for words, kind in (
        ("both gave the code", "both"),
        ("only a person", "human only"),
        ("only the machine", "machine only"),
    ):
        assert f"{words} {status[kind]} times" in page.words


def test_same_tables_give_same_bytes_also_when_read_back(tables):
    again = fake_run.read_back(fake_run.csv_files(tables))
    assert fake_run.page(again, fake_run.RUN) == fake_run.page(tables, fake_run.RUN)


def test_a_reflexive_report_speaks_of_no_coefficient_threshold_or_accuracy(tables):
    page = _Page(fake_run.page(tables, {**fake_run.RUN, "stance": "reflexive"}))
    alts = " ".join(value for _, name, value in page.attributes if name == "alt")
    words = f"{page.words} {alts}".lower()
    for word in ("kappa", "alpha", "threshold", "accura", "coefficient", "confidence"):
        assert word not in words
    assert "Where readings part" in page.words
    assert "Passages to read again" in page.words


def test_without_codebook_the_page_says_what_to_do():
    study = fake_run.material(coded=False)
    tables = fake_run.uncoded_tables(themes=fake_run.themes(study.passages))
    page = _Page(fake_run.page(tables, {"title": "Plain"}))
    assert "has no codebook" in page.words
    assert "[codebook]" in page.words
    assert "[[coding]]" in page.words
    assert "kappa" not in page.words.lower()


def test_without_coding_the_page_still_shows_suggestions():
    page = _Page(fake_run.page(fake_run.tables(reconciliation=None), fake_run.RUN))
    assert "Nothing is compared yet: name a coding under [[coding]]" in page.words
    assert "A sample with its evidence" in page.words


def test_without_anything_the_page_is_still_a_page():
    page = _Page(fake_run.page(fake_run.uncoded_tables(), {}))
    assert page.open == []
    assert "No group of passages was large enough" in page.words


def test_the_pictures_are_those_of_the_files(tables):
    drawn = draw_figures(tables, fake_run.RUN)
    page = build_report(tables, fake_run.RUN, drawn)
    shown = [
        base64.b64decode(data).decode() for data in re.findall(r"svg\+xml;base64,([^\"]+)", page)
    ]
    files = figure_files(drawn)
    assert sorted(shown) == sorted(data.decode() for name, data in files.items() if "svg" in name)
    assert "<img" not in build_report(tables, fake_run.RUN, {})


def test_a_person_is_compared_who_saw_passages_and_left_all_uncoded():
    rows = [{"coder": "Mira", "passage_id": "p1"}]
    page = _Page(fake_run.page(tables_of({"seen": rows}), fake_run.RUN))
    assert "Set beside the coding of Mira" in page.words
    assert "both gave the code 0 times, only a person 0 times" in page.words
    assert "Nothing is compared yet: name a coding under [[coding]]" not in page.words


def test_every_picture_has_words_and_its_data(page):
    pictures = [a for a in page.attributes if a[0] == "img" and a[1] == "alt"]
    assert len(pictures) >= 4
    assert all(value for _, _, value in pictures)
    assert page.words.count("The figure’s data as a table") == len(pictures)
