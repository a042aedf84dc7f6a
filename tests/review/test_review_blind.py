"""Nothing that a reviewer sees before looking depends on what the machine, or others, said."""

import re

import pytest
from garden_study import CODES, SAID, make_study
from starlette.testclient import TestClient

from secondcoder.decisions.events import Event
from secondcoder.review import web
from secondcoder.review.addresses import ADDRESSES
from secondcoder.review.app import build_app
from secondcoder.review.pages import coding, focus
from secondcoder.review.serve import open_review
from secondcoder.serving.entrance import Entrance

NOW = "2026-01-01T00:00:00.000+00:00"
SUGGESTED = (
    ((0, "People > Neighbours"), (1, "Money"), (3, "Plans"), (4, "People"), (5, "Money")),
    ((0, "Plans"), (2, "Money > Grants")),
    tuple((n, code) for n in range(len(SAID)) for code in ("People", "Money", "Plans")),
    (),
)
"""What the machine suggests, in four runs of the same study."""
GIVEN = (((1, "Plans"),), ((4, "Money > Grants"), (5, "People")), ((0, "Plans"),), ())
"""What another machine gave in each."""
QUERIES = (
    *("", "state=every", "state=audit", "state=decided", "order=text", "document=int1"),
    *("kind=machine+only&state=every", "kind=agree&state=every", "band=high&state=every"),
    *("by=Mira&state=every", "noted=yes&state=every"),
)
ROLES = ("further coder", "adjudicator", "learner")


@pytest.fixture(autouse=True)
def still(monkeypatch):
    for module in (web, focus, coding):
        monkeypatch.setattr(module, "now_ms", lambda: 0)


def addresses(review):
    """Return every address that the router knows, for every passage and code of the study."""
    passages = [passage.id for passage in review.material.passages]
    codes = [*review.material.codes, "all"]
    for at in ADDRESSES:
        if at.get is None:
            continue
        found = [at.path]
        for name, values in (("passage", passages), ("code", codes), ("theme", ["t0"])):
            found = [
                path.replace(f"{{{name}}}", value)
                for path in found
                for value in (values if f"{{{name}}}" in path else [""])
            ]
        found = [path.replace("{name}", "themes").replace("{query}", "q") for path in found]
        for path in found:
            if at.path == "/code/{code}":
                yield from (f"{path}?{query}" for query in QUERIES)
            elif at.path == "/code/{code}/bulk":
                yield from (
                    f"{path}?kind={kind}&verdict={verdict}"
                    for kind in ("agree", "machine+only", "human+only", "people+differ")
                    for verdict in ("applies", "does+not+apply")
                )
            elif at.path == "/code/{code}/passage/{passage}":
                yield from (f"{path}?on={code}" for code in (review.material.codes))
                yield f"{path}?state=audit"
            elif at.path == "/search":
                yield from (f"{path}?q={word}" for word in ("", "skip", "the", "Plans"))
            elif at.path == "/joint":
                yield from (path, f"{path}?with=Mira", f"{path}?with=nobody")
            else:
                yield path


def everything(folder, *, suggested, given, prepare, who="Lea", role="further coder"):
    """Return what every address shows somebody who has not looked."""
    make_study(folder, suggested=suggested, given=given)
    review = open_review(folder)
    prepare(review)
    entrance = Entrance(address="http://127.0.0.1:5555", port=5555)
    browser = TestClient(
        build_app(review, entrance=entrance, port=5555),
        base_url="http://127.0.0.1:5555",
        headers={"Sec-Fetch-Site": "same-origin"},
        follow_redirects=False,
    )
    browser.post("/start", data={"key": entrance.key})
    browser.post("/who", data={"new": who, "role": role})
    return {path: shown(browser.get(path)) for path in addresses(review)}


def shown(answer):
    """Return an answer without what tells one record from another: ids and times of events."""
    text = re.sub(r"\b[0-9a-f]{12,64}\b", "ID", answer.text)
    text = re.sub(r"\d{4}-\d\d-\d\dT[0-9:.]+\+00:00", NOW, text)
    return answer.status_code, re.sub(r"\b\d+\.\d\b", "SECONDS", text)


def others_decided(review):
    """Let a coder decide on all that waits for them, so that the record says what machines had."""
    for item in review.view("Mira").by_code["all"]:
        review.add(
            [
                Event(
                    kind="verdict",
                    reviewer="Mira",
                    run=review.material.run,
                    passage=item.passage.key,
                    code=item.code_id,
                    verdict="applies",
                    machine=item.machine,
                    revealed=True,
                )
            ],
            [item.passage],
        )


@pytest.mark.parametrize("role", ROLES)
def test_no_byte_depends_on_what_machines_suggest(tmp_path, role):
    found = [
        everything(tmp_path / f"s{n}", suggested=one, given=two, prepare=lambda _: None, role=role)
        for n, (one, two) in enumerate(zip(SUGGESTED[:3], GIVEN[:3], strict=True))
    ]
    assert len(found[0]) > 300
    assert sum(status == 200 for status, _ in found[0].values()) > 100
    for other in found[1:]:
        assert [p for p in found[0] if found[0][p] != other[p]] == []


def test_nor_on_what_others_decided_having_seen_it(tmp_path):
    """Only how much others did is told, never what of which passage."""
    counts = ("/export", "/queue", "/joint", "/export/review-events.csv")
    one, two = (
        everything(tmp_path / f"s{n}", suggested=SUGGESTED[n], given=(), prepare=others_decided)
        for n in range(2)
    )
    differing = [path for path in one if one[path] != two[path]]
    assert [path for path in differing if not path.startswith(counts)] == []
    for path in ("/export/review-events.csv", "/export/review-decisions.csv"):
        assert "applies" not in one[path][1].split("\n", 1)[1]


def test_the_test_would_see_it(tmp_path):
    """With blind first off the same pages differ, as does what a coder of the study is shown."""

    def off(review):
        event = Event(kind="setting", reviewer="Lea", run="one", verdict="blind", detail="off")
        review.add([event])

    one, two = (
        everything(tmp_path / f"s{n}", suggested=SUGGESTED[n], given=(), prepare=off)
        for n in range(2)
    )
    differing = {path.split("?")[0] for path in one if one[path] != two[path]}
    assert {"/", "/code/all"} <= differing
    assert len(differing) > 20


def test_what_is_coded_is_listed_and_nothing_else(tmp_path):
    make_study(tmp_path / "study", suggested=SUGGESTED[2])
    review = open_review(tmp_path / "study")
    assert not review.view("Lea").by_pair
    first = review.material.passages[0]
    review.add([Event(kind="coded", reviewer="Lea", run="one", passage=first.key)], [first])
    found = {item.passage.id for item in review.view("Lea").by_code["all"] if not item.decoy}
    assert found == {first.id}
    assert {item.code_id for item in review.view("Lea").by_code["all"] if item.machine} == {
        code.id
        for code in review.material.codes.values()
        if code.label in {"People", "Money", "Plans"}
    }
    assert len(CODES) > 3
