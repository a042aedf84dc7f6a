"""Every combination of codebook, coding and stance says only what is so.

``python tests/report/test_no_false_sentence.py`` writes the golden texts anew; read the difference.
"""

import html
import itertools
import re
import sys
from pathlib import Path

import pytest

from made import CONFIG, BagEncoder, write_study
from secondcoder.procedures.second_coder.page.build import build_report
from secondcoder.procedures.second_coder.page.methods import build_methods
from secondcoder.procedures.second_coder.record import shown_config, told
from secondcoder.procedures.second_coder.run import Finished
from secondcoder.procedures.second_coder.steps.advice import advise
from secondcoder.procedures.second_coder.steps.stages import run_stages
from secondcoder.procedures.second_coder.tables.build import build_tables
from secondcoder.procedures.second_coder.told import summarise
from secondcoder.study.account_lines import short_lines
from secondcoder.study.assemble import load_material
from secondcoder.study.load import load_config
from secondcoder.study.understand import understood

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "sentences"
STANCES = ("coding-reliability", "codebook", "reflexive")
COMBINATIONS = [*itertools.product(("codebook", "no codebook"), ("coding", "no coding"), STANCES)]
SECTIONS = (
    *("understood", "summary", "codes", "suggestions", "comparison"),
    *("spread", "together", "groups", "yardsticks", "apart"),
)
"""Of the report: those whose sentences hang on the combination."""
_TABLE = re.compile(r"<(table|figure|article|details|nav).*?</\1>", re.DOTALL)


def sections_of(config):
    """Return the sections of the made study's configuration by name."""
    head, *parts = re.split(r"\n(?=\[)", config)
    return {"": head, **{re.match(r"\[+(\w+)", part)[1]: part for part in parts}}


def write_combination(folder, codebook, coding, stance):
    """Write the made study with or without codebook and coding, in a stance."""
    parts = sections_of(CONFIG.replace('"coding-reliability"', f'"{stance}"'))
    left = {"codebook"} if codebook != "codebook" else set()
    left |= {"coding"} if coding != "coding" else set()
    write_study(folder, config="\n".join(text for name, text in parts.items() if name not in left))
    for name, file in (("codebook", "codebook.csv"), ("coding", "eva.csv")):
        if name in left:
            (folder / file).unlink()
    return folder


def texts_of(folder):
    """Return what the terminal, the report and methods.md say of a study."""
    loaded = load_config(folder)
    config, material = loaded.config, load_material(loaded.folder, loaded.config)
    account = understood(loaded, material, encoder_reads=lambda _: "English")
    encoder = BagEncoder()
    results = run_stages(material, config, encoder)
    tables = build_tables(
        material,
        results,
        advice=advise(material, config, encoder, results),
        account=account,
        counted=config.shows_coefficients,
    )
    record = {
        "title": config.title,
        "stance": config.stance,
        "model": {"name": "bag", "languages": "English"},
        **told(material, config, results.suggestions, language=account.language),
        "config": shown_config(config),
    }
    finished = Finished(folder=Path("run"), record=record, tables=tables, encoded=0)
    terminal = [*short_lines(account), *summarise(finished)]
    methods = build_methods(tables, record).partition("## Fingerprints")[0]
    methods = methods.partition("## Definitions")[0]
    return {
        "terminal": "\n".join(terminal),
        "report": report_text(build_report(tables, record, {})),
        "methods": methods,
    }


def report_text(page):
    """Return the sentences of the head and of some sections; no tables, quotes and folds."""
    parts = [re.search(r"<header>.*?</header>", page, re.DOTALL)[0]]
    for name in SECTIONS:
        found = re.search(rf'<section id="{name}".*?</section>', page, re.DOTALL)
        parts.append(found[0] if found else "")
    text = re.sub(r"<[^>]+>", " ", _TABLE.sub(" ", "\n".join(parts)))
    lines = (" ".join(line.split()) for line in html.unescape(text).splitlines())
    return "\n".join(line for line in lines if line)


def golden_text(texts):
    """Return the texts as they are kept: figures as #, what hangs on rounding left out."""
    whole = "\n\n".join(f"==== {name}\n{text.strip()}" for name, text in texts.items())
    whole = re.sub(r"Largest: .*", "Largest: …", whole)
    whole = re.sub(r"(that no code fits well): .*?\. A hint", r"\1: …. A hint", whole)
    return re.sub(r"[−-]?\d[\d.,\u202f]*\d|\d", "#", whole) + "\n"


def name_of(combination):
    return "-".join(part.replace(" ", "_") for part in combination) + ".txt"


@pytest.mark.parametrize("combination", COMBINATIONS, ids=name_of)
def test_every_combination_has_its_own_text(combination, tmp_path):
    texts = texts_of(write_combination(tmp_path / "study", *combination))
    assert golden_text(texts) == (GOLDEN / name_of(combination)).read_text(encoding="utf-8")
    said = " ".join("\n".join(texts.values()).split())
    codebook, coding, stance = combination
    if codebook != "codebook":
        for false in ("abstains", "nobody has coded", "The codebook held", "answers to a code"):
            assert false not in said
        assert "ranked the codes of the codebook" not in said
    if coding != "coding":
        assert "divergent readings are listed" not in said
        assert "agreement is reported" not in said
        assert "read differently" not in said
    else:
        assert "nobody has coded" not in said
        assert "no human coding to set beside" not in said
    if stance == "reflexive":
        assert "kappa" not in said
        assert "threshold" not in said


if __name__ == "__main__":
    import tempfile

    GOLDEN.mkdir(exist_ok=True)
    for one in COMBINATIONS:
        with tempfile.TemporaryDirectory() as place:
            made = golden_text(texts_of(write_combination(Path(place) / "study", *one)))
        (GOLDEN / name_of(one)).write_text(made, encoding="utf-8")
        sys.stdout.write(name_of(one) + "\n")
