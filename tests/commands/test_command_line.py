import os
import subprocess
import sys
import time
from pathlib import Path

import docx
import pytest

from made import (
    CODEBOOK,
    CONFIG,
    BagEncoder,
    in_a_process_of_its_own,
    snapshot,
    write_study,
)
from secondcoder.procedures import shell as shell_module
from secondcoder.procedures.second_coder import run as run_module

PIPELINE = Path(__file__).resolve().parents[2] / "pipeline"
HEAVY = (
    "torch spacy bertopic matplotlib pandas numpy sklearn transformers pydantic umap numba plotly"
).split()


@pytest.fixture
def cli(fake_model, called):
    """Run the command line; return exit code, output and errors without stages and account."""

    def call(*arguments):
        code, out, err = called(*arguments)
        errors = "\n".join(line for line in err.split("\n") if not line.startswith(("…", "  ")))
        return code, out, errors

    return call


def refused(cli, *arguments):
    """Return the message of a run that is refused with a hint and without a traceback."""
    code, out, errors = cli(*arguments)
    assert code == 2
    assert out == ""
    assert errors.startswith("Error: ")
    assert "\nHow to fix it: " in errors
    assert "Traceback" not in errors
    return errors


def only_run(study):
    (run,) = [path.parent for path in study.glob("runs/*/run.json")]
    return run


# help


def test_help_is_quick_and_loads_nothing_heavy():
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "secondcoder", "--help"],
        env={**os.environ, "PYTHONPATH": str(PIPELINE)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert time.monotonic() - start < 5  # a busy machine; alone it takes a fifth of a second
    loaded = {line.split("|")[-1].strip().split(".")[0] for line in done.stderr.splitlines()}
    assert "click" in loaded
    assert not loaded & set(HEAVY)
    assert "Exit codes: 0 done" in " ".join(done.stdout.split())


def test_no_commands_help_loads_anything_heavy():
    script = (
        "import sys\n"
        "from click.testing import CliRunner\n"
        "from secondcoder.commands.main import cli\n"
        "for name in cli.commands:\n"
        "    result = CliRunner().invoke(cli, [name, '--help'])\n"
        "    assert result.exit_code == 0 and 'Exit codes' in result.output\n"
        "print(sorted({m.split('.')[0] for m in sys.modules}))\n"
    )
    done = in_a_process_of_its_own(script)
    assert not [name for name in HEAVY if f"'{name}'" in done.stdout]


def test_commands_stand_in_the_order_of_work(cli):
    code, out, _ = cli("--help")
    assert code == 0
    places = [out.index(f"\n  {name} ") for name in "init suggest reconcile report doctor".split()]
    assert places == sorted(places)


def test_the_version_is_said(cli):
    assert cli("--version")[1].startswith("secondcoder, version ")


# the way through


def test_from_a_bare_folder_to_a_report(cli, tmp_path):
    study = write_study(tmp_path / "study", config=None)
    code, out, _ = cli("init", study)
    assert code == 0
    assert "codebook.csv: read as the codebook" in out
    assert "eva.csv: read as coding" in out
    written = (study / "study.toml").read_text()
    code, out, _ = cli("suggest", study)
    assert code == 0
    assert "24 passages in 3 documents" in out
    assert "from the codebook alone" in out
    assert f"Report: {only_run(study) / 'report.html'}" in out
    assert (study / "study.toml").read_text() == written
    assert "exists already and was not changed" in refused(cli, "init", study)


def test_a_folder_without_study_toml_is_inferred_and_left_as_it_was(cli, tmp_path):
    study = write_study(tmp_path / "study", config=None)
    before = snapshot(study)
    assert cli("suggest", study)[0] == 0
    after = snapshot(study)
    assert {name: total for name, total in after.items() if not name.startswith("runs/")} == before


def test_quiet_prints_only_the_paths(cli, tmp_path):
    code, out, errors = cli("suggest", write_study(tmp_path / "study"), "--quiet")
    assert (code, errors) == (0, "")
    assert [line.split(":")[0] for line in out.splitlines()] == ["Report", "Workbook"]


def test_out_takes_the_results_and_leaves_the_study_its_cache_alone(cli, tmp_path):
    study = write_study(tmp_path / "study")
    before = snapshot(study)
    code, out, _ = cli("suggest", study, "--out", tmp_path / "results")
    assert code == 0
    assert f"Report: {tmp_path / 'results' / 'report.html'}" in out
    assert snapshot(study) == before
    assert [one.name for one in (study / "runs").iterdir()] == [".cache"]
    assert cli("report", tmp_path / "results")[0] == 0


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_study_that_is_read_only_says_so_and_works_with_out(cli, tmp_path):
    study = write_study(tmp_path / "study")
    study.chmod(0o555)
    assert "--out DIR" in refused(cli, "suggest", study)
    assert cli("suggest", study, "--out", tmp_path / "results")[0] == 0


def test_a_second_run_encodes_nothing_and_changes_no_byte(cli, fake_model, tmp_path):
    study = write_study(tmp_path / "study")
    cli("suggest", study)
    before = snapshot(study)
    assert fake_model[0].asked
    cli("suggest", study, "--again")
    assert fake_model[1].asked == []
    assert snapshot(study) == before


def test_reconcile_gives_new_figures_without_encoding(cli, fake_model, tmp_path):
    study = write_study(tmp_path / "study")
    cli("suggest", study)
    first = only_run(study)
    coding = study / "eva.csv"
    coding.write_text(coding.read_text().replace("Land,Soil", "Song,Concerts"))
    code, out, _ = cli("reconcile", study)
    assert code == 0
    assert "Reconcil" not in out
    assert fake_model[-1].asked == []
    (second,) = [run.parent for run in study.glob("runs/*/run.json") if run.parent != first]
    assert (first / "agreement.csv").read_bytes() != (second / "agreement.csv").read_bytes()
    for same in ("passages.csv", "suggestions.csv"):
        assert (first / same).read_bytes() == (second / same).read_bytes()


def test_reconcile_is_refused_where_passages_changed_or_nothing_was_run(cli, fake_model, tmp_path):
    study = write_study(tmp_path / "study")
    assert "secondcoder suggest" in refused(cli, "reconcile", study)
    cli("suggest", study)
    talk = study / "talk0.txt"
    talk.write_text(talk.read_text() + "Ann: Nobody had said a word of badgers before.\n")
    assert "passages or codebook have changed" in refused(cli, "reconcile", study)
    assert all(encoder.asked == [] for encoder in (fake_model[0], fake_model[2]))


def test_reconcile_follows_a_run_with_other_options(cli, tmp_path):
    study = write_study(tmp_path / "study")
    cli("suggest", study, "--basis", "coding", "--seed", "3")
    code, out, _ = cli("reconcile", study, "--basis", "coding", "--seed", "3")
    assert code == 0
    assert "from the coding of other documents" in out
    only_run(study)


def test_report_writes_the_same_bytes_again(cli, tmp_path):
    study = write_study(tmp_path / "study")
    cli("suggest", study)
    before = snapshot(study)
    run = only_run(study)
    (run / "report.html").write_text("spoilt")
    (run / "workbook.xlsx").unlink()
    code, out, _ = cli("report", study)
    assert code == 0
    assert str(run / "report.html") in out
    assert (run / "report (edited).html").read_text() == "spoilt"
    (run / "report (edited).html").unlink()
    assert snapshot(study) == before


def test_a_table_that_was_written_into_is_named_and_a_new_run_keeps_it(cli, tmp_path):
    study = write_study(tmp_path / "study")
    cli("suggest", study)
    run = only_run(study)
    with (run / "themes.csv").open("a") as file:
        file.write("my,own,row\n")
    for command in (("report", study), ("export", study, "--to", tmp_path / "p.qdpx")):
        assert "themes.csv is not as it was written" in refused(cli, *command)
    assert cli("suggest", study)[0] == 0
    assert cli("report", study)[0] == 0
    assert (run / "themes (edited).csv").read_text().endswith("my,own,row\n")


def test_an_interrupted_run_leaves_nothing_half_written(cli, tmp_path, monkeypatch):
    study = write_study(tmp_path / "study")
    before = snapshot(study)

    class Stopped(BagEncoder):
        def encode(self, texts, *, progress=None):
            if "Soil" in texts:
                raise KeyboardInterrupt
            return super().encode(texts)

    whole = shell_module.SentenceTransformerEncoder
    monkeypatch.setattr(
        shell_module,
        "SentenceTransformerEncoder",
        lambda files, **_: Stopped(f"bag {files.fingerprint}"),
    )
    code, _, errors = cli("suggest", study)
    assert code == 130
    assert "Nothing was half-written" in errors
    assert snapshot(study) == before
    monkeypatch.setattr(shell_module, "SentenceTransformerEncoder", whole)
    assert cli("suggest", study)[0] == 0


@pytest.mark.parametrize("step", ["build_workbook", "build_report", "publish_result"])
def test_a_fault_in_the_last_steps_leaves_the_earlier_run_whole(cli, tmp_path, monkeypatch, step):
    study = write_study(tmp_path / "study")
    cli("suggest", study)
    before = snapshot(study)

    def fault(*_, **__):
        raise RuntimeError("a bug")

    with monkeypatch.context() as patched:
        patched.setattr(run_module, step, fault)
        with pytest.raises(RuntimeError):  # a bug keeps its traceback
            cli("suggest", study, "--seed", "5")
    assert snapshot(study) == before


# what can be fixed


def test_an_empty_folder(cli, tmp_path):
    for command in ("suggest", "init"):
        message = refused(cli, command, tmp_path)
        assert "there is no text to read in this folder" in message
        assert ".docx" in message
    assert "there is no complete result of suggest yet" in refused(cli, "report", tmp_path)
    code, out, _ = cli("doctor", tmp_path)
    assert code == 2
    assert "cannot be read: " in out


@pytest.mark.parametrize("config", [None, '[[documents]]\npath = "*.docx"\n'])
def test_a_scan_without_text(cli, tmp_path, config):
    docx.Document().save(tmp_path / "scan.docx")
    if config:
        (tmp_path / "study.toml").write_text(config)
    message = refused(cli, "suggest", tmp_path)
    assert "scan.docx: the file has no text; perhaps it is a scan" in message
    assert "OCR" in message


def test_a_codebook_with_a_circle(cli, tmp_path):
    tree = 'code = "code"\nparent = "parent"\n'
    config = CONFIG.replace('levels     = ["theme", "subtheme"]\ndefinition = "definition"\n', tree)
    study = write_study(tmp_path / "study", config=config, codebook="code,parent\nA,B\nB,A\nC,\n")
    message = refused(cli, "suggest", study)
    assert "codebook.csv, rows 2 and 3: these codes are each other's parents" in message


def test_a_codebook_with_a_name_twice(cli, tmp_path):
    study = write_study(tmp_path / "study", codebook=CODEBOOK + 'Land,Soil,"again"\n')
    message = refused(cli, "suggest", study)
    assert "rows 2 and 10: the code 'Land > Soil' stands twice" in message


def test_an_unknown_key(cli, tmp_path):
    study = write_study(tmp_path / "study", config=CONFIG.replace("seeds ", "sedes "))
    message = refused(cli, "suggest", study)
    assert "study.toml, themes -> sedes: unknown key" in message
    assert "Did you mean 'seeds'?" in message


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (
            '[model]\nname = "gpt"\n',
            ["model -> name: there is no encoder 'gpt'", "Nothing is down"],
        ),
        ('[model]\nlanguage = "qq"\n', ["model -> language", "'qq'", "two-letter code"]),
        ('[suggest]\nlearn_from = ["Eve"]\n', ["learn_from: there is no coder 'Eve'", "are: Eva."]),
        ('[reconcile]\ncoders = ["Eve"]\n', ["reconcile -> coders", "The coders are: Eva."]),
    ],
)
def test_names_that_nothing_has(cli, tmp_path, more, words):
    message = refused(cli, "suggest", write_study(tmp_path / "study", config=CONFIG + more))
    assert [word for word in words if word not in message] == []


def test_basis_coding_without_coding(cli, tmp_path):
    study = write_study(tmp_path / "study", config=CONFIG.split("[[coding]]")[0])
    message = refused(cli, "suggest", study, "--basis", "coding")
    assert "there is no human coding" in message


def test_basis_coding_names_the_table_that_was_read_as_nothing(cli, tmp_path):
    study = write_study(tmp_path / "study", config=CONFIG.split("[[coding]]")[0])
    for name in ("our work.csv", "old.csv"):
        (study / name).write_text("where,what\nA1,B2\n")
    config = study / "study.toml"
    config.write_text('leave_out = ["old.csv"]\n' + config.read_text())
    message = refused(cli, "suggest", study, "--basis", "coding")
    assert "'our work.csv'" in message
    assert "old.csv" not in message
    assert "describe its columns in a section [[coding]]" in message


def test_a_risk_needs_coding_and_is_told(cli, tmp_path):
    study = write_study(tmp_path / "study")
    message = refused(cli, "suggest", study, "--risk", "0.4")
    assert "risk is estimated from coding" in message
    assert "--basis coding" in message
    code, out, _ = cli("suggest", study, "--basis", "coding", "--risk", "0.4")
    assert code == 0
    assert "to keep to a risk of 0.4." in out
    assert "  Lacking   " in out
    run = only_run(study)
    assert '"risk": 0.4' in (run / "run.json").read_text()
    assert "A risk of 0.4 was set: " in (run / "methods.md").read_text()
    used = [row for row in (run / "risk_coverage.csv").read_text().split("\n") if "in use" in row]
    assert len(used) == 1


def test_basis_codebook_leaves_out_the_risk_of_a_study(cli, tmp_path):
    more = '[suggest]\nbasis = "coding"\nrisk = 0.4\n'
    study = write_study(tmp_path / "study", config=CONFIG + more)
    code, _, _ = cli("suggest", study, "--basis", "codebook")
    assert code == 0
    assert '"risk": null' in (only_run(study) / "run.json").read_text()


def test_a_target_that_holds_something_else(cli, tmp_path):
    study = write_study(tmp_path / "study")
    before = snapshot(study)
    assert "is not an earlier result" in refused(cli, "suggest", study, "--out", study)
    assert snapshot(study) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["suggest", "nowhere"],
        ["suggest"],
        ["sugest", "."],
        ["suggest", ".", "--seed", "-1"],
        ["suggest", ".", "--basis", "all"],
        ["suggest", ".", "--risk", "1"],
    ],
)
def test_a_wrong_command_ends_with_2(cli, arguments):
    code, _, errors = cli(*arguments)
    assert code == 2
    assert "Error: " in errors


def test_doctor_tells_what_is_here(cli, tmp_path):
    code, out, _ = cli("doctor", write_study(tmp_path / "study"))
    assert code == 0
    assert "all-MiniLM-L6-v2: ready, checked against its card" in out
    assert "study.toml is sound" in out
    assert "3 documents, 24 passages" in out
    assert "20 codings by 1 coder\n" in out


# odd studies that work


def test_a_coding_with_unknown_codes_is_kept_and_listed(cli, tmp_path):
    study = write_study(tmp_path / "study")
    coding = study / "eva.csv"
    coding.write_text(coding.read_text().replace("Land,Soil", "Land,Badgers"))
    code, out, _ = cli("suggest", study)
    assert code == 0
    assert "1 unknown code" in out
    tables = {
        name: (only_run(study) / f"{name}.csv").read_text()
        for name in ("notices", "agreement", "suggestions", "codes")
    }
    assert "Badgers" in tables["notices"]
    assert "Badgers" not in tables["suggestions"]
    (row,) = [line for line in tables["agreement"].splitlines() if "Badgers" in line]
    assert "the machine could not suggest it" in row
    assert any("Badgers" in line and ",no," in line for line in tables["codes"].splitlines())


@pytest.mark.parametrize("basis", ["codebook", "coding"])
def test_a_study_in_which_nobody_coded_anything(cli, tmp_path, basis):
    study = write_study(tmp_path / "study", coded=0)
    code, out, _ = cli("suggest", study, "--basis", basis)
    assert code == 0
    assert "nobody has coded anything yet" in out
    assert "from the codebook alone" in out
    assert len((only_run(study) / "agreement.csv").read_text().splitlines()) == 1


def test_a_study_of_one_passage(cli, tmp_path):
    study = write_study(tmp_path / "study")
    for name in ("talk1.txt", "talk2.txt"):
        (study / name).unlink()
    (study / "talk0.txt").write_text("Ann: We dug the soil and sowed seeds in the compost.\n")
    (study / "eva.csv").write_text("document,quote,theme,subtheme\ntalk0,dug the soil,Land,Soil\n")
    code, out, _ = cli("suggest", study)
    assert code == 0
    assert "Read      1 passage in 1 document." in out
    assert "too few passages to group" in out
    assert "pooled kappa undefined" in out
    agreement = (only_run(study) / "agreement.csv").read_text()
    assert "both coders applied the code to every unit" in agreement


def test_a_study_without_a_codebook(cli, tmp_path):
    study = write_study(tmp_path / "study", config=CONFIG.split("[codebook]")[0])
    code, out, _ = cli("suggest", study)
    assert code == 0
    assert "no codebook: nothing to suggest" in out


def test_a_reflexive_study_is_scored_nowhere(cli, tmp_path):
    config = CONFIG.replace("coding-reliability", "reflexive")
    study = write_study(tmp_path / "study", config=config)
    code, out, _ = cli("suggest", study)
    assert code == 0
    assert "nothing is scored" in out
    assert "kappa" not in out
    run = only_run(study)
    assert not list(run.glob("agreement*.csv"))
    assert len((run / "comparison.csv").read_text().splitlines()) > 24
    for table in run.glob("*.csv"):
        header = table.read_text().splitlines()[0]
        assert "kappa" not in header, table.name
        assert "confidence" not in header, table.name
        assert "explained" not in header, table.name
    assert (run / "new_themes.csv").is_file()
    assert not (run / "calibration.csv").exists()
    assert "risk" not in (run / "run.json").read_text()
    assert (run / "divergences.csv").is_file()


def test_a_transcript_of_300000_characters(cli, tmp_path):
    lines = [
        line
        for number in range(3)
        for line in (write_study(tmp_path / "study") / f"talk{number}.txt").read_text().splitlines()
    ]
    study = tmp_path / "study"
    turns = [
        f"{('Ann', 'Bo')[turn % 2]}: "
        + " ".join(f"{lines[(turn + part) % 24][5:]} Number {turn}." for part in range(16))
        for turn in range(300)
    ]
    (study / "talk0.txt").write_text("\n".join(turns) + "\n")
    assert len((study / "talk0.txt").read_text()) > 300_000
    code, out, _ = cli("suggest", study)
    assert code == 0
    assert "Read      316 passages in 3 documents." in out


def test_one_endless_turn_is_read_whole(cli, tmp_path):
    study = write_study(tmp_path / "study", coded=0)
    words = "We dug the soil and sold the harvest. " * 8000
    (study / "talk0.txt").write_text(f"Ann: {words}\n")
    code, out, _ = cli("suggest", study)
    assert code == 0
    assert "Read      17 passages" in out
