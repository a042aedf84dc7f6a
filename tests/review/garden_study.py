"""A small study of two coders with a run that no encoder was needed for."""

from secondcoder.agreement.study.reconcile import reconcile
from secondcoder.procedures.second_coder.record import KIND
from secondcoder.procedures.second_coder.steps.stages import Results
from secondcoder.procedures.second_coder.tables.build import build_tables
from secondcoder.publish.record import result_record
from secondcoder.publish.results import publish_result
from secondcoder.records.results import Evidence, Suggestion, Suggestions
from secondcoder.study.assemble import load_material
from secondcoder.study.load import load_config

SAID = (
    "With three neighbours and a skip.",
    "And a great deal of tea for all.",
    "Small grants paid for it, mostly.",
    "We never had a plan to begin with.",
    "The council lent us the gate key.",
    "Then the bank asked who we were.",
)
CODES = ("People", "People > Neighbours", "Money", "Money > Grants", "Plans")
CODED = {
    "Mira": ((0, "People > Neighbours"), (1, "People"), (2, "Money > Grants"), (5, "Money")),
    "machine": ((0, "People"), (2, "Money"), (3, "Plans"), (5, "People > Neighbours")),
}
"""One of the coders is called as the machine is."""
SUGGESTED = ((0, "People > Neighbours"), (1, "Money"), (3, "Plans"), (4, "People"), (5, "Money"))
GIVEN = ((1, "Plans"), (2, "Money > Grants"), (5, "People"))
"""By another machine, which has the name of a person."""
_MACHINE = """[[coding]]
path = "model.csv"
machine = true
name = "Mira"
passage = "quote"
code = "code"
"""
_CONFIG = """title = "Garden"
[[documents]]
path = "int1.txt"
[codebook]
path = "codebook.csv"
levels = ["level 1", "level 2"]
definition = "definition"
[[coding]]
path = "coding.csv"
coder_column = "coder"
passage = "quote"
code = "code"
"""


def make_study(folder, *, identity="one", cut=SAID, suggested=SUGGESTED, given=()):
    """Write the study, if it is not there, and a run of it; return the run's folder.

    ``suggested`` are the bundled machine's codes, ``given`` those of another one, if there is one.
    """
    folder.mkdir(exist_ok=True)
    turns = [f"{('ANNA', 'BEN')[n % 2]}: {text}" for n, text in enumerate(cut)]
    _write(folder / "int1.txt", "\n\n".join(turns) + "\n")
    paths = [code.split(" > ") for code in CODES]
    rows = [",".join([p[0], p[1] if len(p) > 1 else "", f"About {p[-1]}."]) for p in paths]
    _write(folder / "codebook.csv", "level 1,level 2,definition\n" + "\n".join(rows) + "\n")
    rows = [f"{who},{SAID[n][:20]},{code}" for who, given in CODED.items() for n, code in given]
    _write(folder / "coding.csv", "coder,quote,code\n" + "\n".join(rows) + "\n")
    if given:
        rows = [f"{SAID[n][:20]},{code}" for n, code in given]
        _write(folder / "model.csv", "quote,code\n" + "\n".join(rows) + "\n")
    _write(folder / "study.toml", _CONFIG + (_MACHINE if given else ""))
    return publish_run(folder, identity=identity, suggested=suggested)


def publish_run(folder, *, identity, suggested):
    """Publish a run of a study in which the machine gave these codes to passages, by number."""
    material = load_material(folder, load_config(folder).config)
    ids = {code.label: code.id for code in material.codebook.codes}
    given = Suggestions(
        ranked=tuple(
            _suggestion(material.passages[n].id, ids[code])
            for n, code in suggested
            if n < len(material.passages)
        ),
        abstentions=(),
        basis="codebook",
        threshold=0.1,
    )
    compared = reconcile(
        material.passages,
        material.codebook,
        material.coding,
        given,
        machines=material.machines,
        overlap=0.5,
    )
    found = Results(
        themes=(), matching=None, suggestions=given, reconciliation=compared, notices=()
    )
    record = result_record(
        kind=KIND,
        identity=identity,
        title="Garden",
        stance="codebook",
        seed=0,
        inputs=(),
        model={"name": "mini", "fingerprint": "f" * 64},
        config={},
        more={"basis": "codebook", "threshold": 0.1},
    )
    (folder / "runs").mkdir(exist_ok=True)
    run = folder / "runs" / identity
    publish_result(run, tables=build_tables(material, found), record=record, made={})
    return run


def _write(path, text):
    path.write_text(text, encoding="utf-8")


def _suggestion(passage, code):
    evidence = Evidence(entry_part="name", entry_text="x", words=(), theme_id="", neighbours=())
    return Suggestion(
        passage_id=passage,
        rank=1,
        code_id=code,
        confidence=0.4,
        suggested=True,
        basis="codebook",
        evidence=evidence,
    )
