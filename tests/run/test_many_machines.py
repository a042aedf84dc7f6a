"""Two people and several machines, from ``suggest`` through the review page to ``methods.md``."""

import csv
import html
import re
import sys
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from many_machines import MACHINES, write_many
from secondcoder.decisions.events import Event
from secondcoder.decisions.place import recorded_on
from secondcoder.errors import SecondcoderError
from secondcoder.exchange.from_study import load_project
from secondcoder.exchange.indicators import coder_units, indicator_files
from secondcoder.procedures.second_coder.run import render_report, run_study
from secondcoder.procedures.second_coder.tables.agreement import AGREEMENT, AGREEMENT_HUMANS
from secondcoder.procedures.second_coder.tables.agreement_overall import (
    AGREEMENT_MACHINES_OVERALL,
    AGREEMENT_OVERALL,
)
from secondcoder.procedures.second_coder.tables.comparison import COMPARISON, NOT_COMPARED
from secondcoder.procedures.second_coder.tables.declared import TABLES
from secondcoder.procedures.second_coder.tables.reviewed import AGREEMENT_REVIEWED
from secondcoder.procedures.second_coder.tables.units import (
    AGREEMENT_DIFFERENCES,
    AGREEMENT_UNITS,
)
from secondcoder.publish.results import open_result
from secondcoder.records.coders import BUNDLED, Machine, Person, in_words, told_apart
from secondcoder.review.serve import open_review
from secondcoder.study.load import load_config

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "review"))
from made_up_run import Server

MODEL, RULES = "Large model", "Ben"
FALSE_WITHOUT = ("abstains", "ranked the codes", "Codes were suggested", "from a confidence of")


@pytest.fixture(scope="module")
def making():
    return pytest.MonkeyPatch()


def run_of(folder, **more):
    study = write_many(folder, **more)
    return study, run_study(study)


def plain(page):
    text = re.sub(r"<style.*?</style>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


@pytest.mark.parametrize("bundled", [True, False])
def test_every_machine_stands_beside_every_person_with_the_same_figures(
    fake_model, tmp_path, bundled
):
    _, run = run_of(tmp_path / "study", bundled=bundled)
    machines = {RULES, MODEL} | ({BUNDLED.label} if bundled else set())
    tables = run.tables
    beside = {(r.first, r.second) for r in tables[AGREEMENT_OVERALL] if r.second_is == "machine"}
    assert beside == {(person, machine) for person in ("Ben", "Eva") for machine in machines}
    people = {(r.first, r.second) for r in tables[AGREEMENT_OVERALL] if r.second_is == "person"}
    assert people == {("Ben", "Eva")} == {(r.first, r.second) for r in tables[AGREEMENT_HUMANS]}
    assert {r.beside for r in tables[AGREEMENT]} == machines
    assert {r.beside for r in tables[AGREEMENT_DIFFERENCES]} == machines
    units = {r.second for r in tables[AGREEMENT_UNITS] if r.second_is == "machine"}
    assert units == machines
    among = {frozenset((r.first, r.second)) for r in tables[AGREEMENT_MACHINES_OVERALL]}
    assert len(among) == (3 if bundled else 1)
    assert all(pair <= machines for pair in among)
    own = {one.coder for one in coder_units(tables)}
    assert {Person("Ben"), Person("Eva")} <= own
    assert {one.label for one in own if isinstance(one, Machine)} == machines


def test_a_machine_is_counted_only_where_it_looked(fake_model, tmp_path):
    _, run = run_of(tmp_path / "study")
    rows = [r for r in run.tables[AGREEMENT] if (r.coder, r.beside) == ("Eva", RULES)]
    assert {r.units for r in rows} == {16}
    skipped = [r for r in run.tables[COMPARISON] if r.status == NOT_COMPARED]
    assert {r.beside for r in skipped} == {RULES}
    with open_machine(run, RULES) as by_hand:
        for row in rows:
            both, human, machine = by_hand(row.code)
            assert (row.both, row.human_only, row.machine_only) == (both, human, machine)


class open_machine:  # noqa: N801 - a small helper
    """Counts by hand from the two tables of the study."""

    def __init__(self, run, name):
        self.study = run.folder.parents[1]
        self.file = {RULES: "rules.csv", MODEL: "model.csv"}[name]

    def __enter__(self):
        given = {
            file: {
                (r["document"], r["quote"]): (r["theme"], r["subtheme"]) for r in self.rows(file)
            }
            for file in ("eva.csv", self.file)
        }

        def counted(code):
            path = tuple(code.split(" > "))
            shared = given["eva.csv"].keys() & given[self.file].keys()
            sets = [
                {place for place in shared if given[file][place][: len(path)] == path}
                for file in ("eva.csv", self.file)
            ]
            return len(sets[0] & sets[1]), len(sets[0] - sets[1]), len(sets[1] - sets[0])

        return counted

    def rows(self, file):
        with (self.study / file).open(encoding="utf-8", newline="") as opened:
            return list(csv.DictReader(opened))

    def __exit__(self, *_):
        pass


@pytest.mark.parametrize("bundled", [True, False])
def test_from_suggest_through_review_to_methods(fake_model, tmp_path, bundled):
    study, run = run_of(tmp_path / "study", bundled=bundled)
    review = open_review(study)
    view = review.view("Eva")
    item = next(i for i in view.by_code["all"] if i.by == (MODEL,) and not i.human and i.differs)
    passage, code = item.passage, item.code_id
    server = Server(study)
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    server.let_in(opener)

    def post(path, **fields):
        data = urllib.parse.urlencode(fields).encode()
        request = urllib.request.Request(  # noqa: S310 - our own server
            server.base + path, data, {"Origin": server.base, "Sec-Fetch-Site": "same-origin"}
        )
        return plain(opener.open(request).read().decode())

    post("/who", new="Eva")
    here = f"/code/{code}/passage/{passage.id}"
    before = plain(opener.open(server.base + here).read().decode())
    assert MODEL not in before
    assert "the machine Ben" not in before
    assert "it says" not in before
    after = post(f"{here}/reveal", judgement="does not apply")
    assert f"the machine {MODEL} : applies" in after
    assert "It says: it says" in after
    assert "the machine Ben" in after
    assert ("the machine : " in after) == bundled
    post(here, verdict="applies")
    server.stop(60)
    again = open_result(run.folder, TABLES)
    rows = again.tables[AGREEMENT_REVIEWED]
    machines = {RULES, MODEL} | ({BUNDLED.label} if bundled else set())
    assert {(r.reviewer, r.beside) for r in rows} >= {("Eva", machine) for machine in machines}
    methods = (run.folder / "methods.md").read_text(encoding="utf-8")
    assert "Large model, version 2.1" in methods
    assert "the codebook and the passages, one at a time" in methods
    assert "1 decision by Eva" in methods
    report = plain((run.folder / "report.html").read_text(encoding="utf-8"))
    if not bundled:
        for said in FALSE_WITHOUT:
            assert said not in methods
            assert said not in report
        assert "left out" in methods


def test_without_any_machine_people_are_compared_and_no_machine_is_spoken_of(fake_model, tmp_path):
    _, run = run_of(tmp_path / "study", bundled=False, machines="")
    methods = (run.folder / "methods.md").read_text(encoding="utf-8")
    assert {r.second_is for r in run.tables[AGREEMENT_OVERALL]} == {"person"}
    assert "blind to the machine" not in methods
    assert "with the machine" not in methods.partition("## Definitions")[0]
    report = plain((run.folder / "report.html").read_text(encoding="utf-8"))
    assert "People side by side" in report


@pytest.mark.parametrize("name", ["machine", "all", "(together)", "people", "the machine"])
def test_a_person_of_any_name_is_compared_as_any_other(fake_model, tmp_path, name):
    _, plainly = run_of(tmp_path / "plain")
    _, run = run_of(tmp_path / "study", people=("Eva", name))

    def figures(run, person):
        return {
            (r.second.replace(person, "B"), r.second_is, r.scope): (r.alpha, r.pooled_kappa)
            for r in run.tables[AGREEMENT_OVERALL]
            if r.first == person
        }

    def of_machines(found):
        return {key: value for key, value in found.items() if key[1] == "machine"}

    machines = of_machines(figures(plainly, "Ben"))
    renamed = {("B" if k[0] == name else k[0], *k[1:]): v for k, v in figures(run, name).items()}
    assert len(machines) == 6
    assert sorted(map(str, of_machines(renamed).values())) == sorted(map(str, machines.values()))
    pairs = [r for r in run.tables[AGREEMENT_OVERALL] if r.second_is == "person"]
    assert {frozenset((r.first, r.second)) for r in pairs} == {frozenset(("Eva", name))}


def test_machines_are_never_learnt_from(fake_model, tmp_path):
    study = write_many(tmp_path / "study")
    taught = run_study(study, overrides={"suggest": {"basis": "coding"}})
    assert taught.record["trained_on"] == ["Ben", "Eva"]
    for name in (MODEL, "nobody"):
        with pytest.raises(SecondcoderError, match="there is no coder"):
            run_study(study, overrides={"suggest": {"basis": "coding", "learn_from": [name]}})


def test_one_name_twice_is_told_apart(fake_model, tmp_path):
    config = MACHINES.replace('name     = "Ben"', 'name = "Large model"\nversion = "3"')
    _, run = run_of(
        tmp_path / "study",
        machines=config.replace('name     = "Large model"', 'name = "machine"', 1),
    )
    labels = {r.second for r in run.tables[AGREEMENT_OVERALL] if r.second_is == "machine"}
    assert labels == {"machine", "machine 2.1", "Large model"}


def test_labels_of_machines():
    gpt, later, plain_one = Machine("G", "1"), Machine("G", "2"), Machine("machine")
    assert [one.label for one in told_apart([later, gpt])] == ["G 1", "G 2"]
    assert [one.label for one in told_apart([plain_one])] == ["machine (2)"]
    assert plain_one != BUNDLED
    sights = told_apart([Machine("G", "", "a"), Machine("G", "", "b")])
    assert [one.label for one in sights] == ["G", "G (2)"]
    assert (in_words("machine"), in_words("G")) == ("the machine", "the machine G")


def test_exports_hold_each_machine_as_a_coder_of_its_own(fake_model, tmp_path):
    study, run = run_of(tmp_path / "study")
    lines = indicator_files(run.tables)["passages_01.csv"].decode("utf-8-sig").splitlines()
    found = list(csv.DictReader(lines))
    assert {(r["coder"], r["coder_is"]) for r in found} == {
        ("Ben", "person"),
        ("Eva", "person"),
        ("Ben", "machine"),
        ("Large model", "machine"),
        ("machine", "machine"),
    }
    project = load_project(study, run.folder)
    names = {user.name for user in project.users}
    assert {"Ben", "Eva", "Large model 2.1 (machine)", "Ben (machine)"} <= names
    assert len({user.guid for user in project.users}) == len(project.users)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('machine = true\ncoder = "G"', "is for people"),
        ("machine = true", "needs 'name' or 'coder_column'"),
        ('coder = "G"\nversion = "1"', "is for machines"),
        ('machine = true\nname = " "', "is empty"),
    ],
)
def test_what_a_machine_is_called_is_checked(tmp_path, lines, said):
    study = write_many(tmp_path / "study", machines="")
    entry = f'\n[[coding]]\npath = "model.csv"\npassage = "quote"\ncode = "subtheme"\n{lines}\n'
    with (study / "study.toml").open("a", encoding="utf-8") as file:
        file.write(entry)
    with pytest.raises(SecondcoderError, match=said):
        load_config(study)


def test_a_decision_of_a_reviewer_counts_once(fake_model, tmp_path):
    study, run = run_of(tmp_path / "study")
    review = open_review(study)
    item = next(i for i in review.view("Eva").by_code["all"] if MODEL in i.by and i.differs)
    event = Event(
        kind="verdict",
        reviewer="Eva",
        run=review.material.run,
        passage=item.passage.key,
        code=item.code_id,
        verdict="applies",
        revealed=True,
        human=item.mine,
        machine=item.machine,
    )
    review.add([event], [item.passage])
    render_report(run.folder, decisions=recorded_on(study))
    tables = open_result(run.folder, TABLES).tables
    rows = [r for r in tables[AGREEMENT_REVIEWED] if r.scope and r.stage.startswith("after")]
    assert {r.beside for r in rows} == {"machine", RULES, MODEL}
    assert {r.units for r in rows if r.beside == RULES} == {16}
