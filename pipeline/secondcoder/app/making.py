"""A new study from files that were sent, or from another program's project."""

from dataclasses import dataclass, replace
from pathlib import Path

from secondcoder.app.shelf import Shelf, Study, title_of
from secondcoder.app.taking_in import Refused, TakenIn, take_in
from secondcoder.app.understanding import config_now, write_config_text
from secondcoder.errors import SecondcoderError
from secondcoder.exchange.import_report import summary
from secondcoder.exchange.importing import import_files
from secondcoder.exchange.to_study import study_files, write_study
from secondcoder.publish.moves import clear_away
from secondcoder.serving.multipart import Sent
from secondcoder.study.edit import set_value
from secondcoder.study.infer import infer_config
from secondcoder.study.write import config_text

STANCES = (
    (
        "codebook",
        "Codebook",
        "A codebook guides the coding and may still change; agreement helps to talk about it.",
    ),
    (
        "coding-reliability",
        "Coding reliability",
        "Several people code with a fixed codebook, and agreement between them is reported.",
    ),
    (
        "reflexive",
        "Reflexive",
        "Themes come of reading and interpretation; no coefficient is shown, as none would fit.",
    ),
)
"""Value, name and what it means."""
HOW_MANY = (
    ("", "I do not know yet", "The machine gives its first code and those near it."),
    ("one", "One code a passage", "The machine gives at most one."),
    ("several", "Several codes a passage", "The machine gives all that fit."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a new study is to be."""

    title: str
    stance: str
    how_many: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A new study, and what is to be said of it."""

    study: Study
    refused: tuple[Refused, ...]
    lines: tuple[str, ...] = ()


def make_study(shelf: Shelf, sent: list[Sent], wanted: Wanted) -> Made:
    """Make a study of files; it stands in the folder of studies whole, or not at all."""
    made = shelf.begin()
    try:
        taken = take_in(sent, made)
        if not taken.files:
            raise _nothing(taken)
        lines: tuple[str, ...] = ()
        if taken.projects:
            made, lines = _imported(shelf, made, taken)
        else:
            write_config_text(made, config_text(infer_config(made)))
        if not wanted.title and not taken.projects:
            wanted = replace(wanted, title=Path(taken.files[0]).stem)
        settle(made, wanted)
        title = wanted.title or title_of(made)
        return Made(study=shelf.finish(made, title), refused=taken.refused, lines=lines)
    finally:
        if made.exists():
            clear_away(made)


def settle(folder: Path, wanted: Wanted) -> None:
    """Write what was said on the page into the study's file."""
    text = config_now(folder)
    if wanted.title:
        text = set_value(text, ("title",), wanted.title)
    if wanted.stance:
        text = set_value(text, ("stance",), wanted.stance)
    if wanted.how_many:
        path = ("suggest", "codes_a_passage")
        text = set_value(text, path, wanted.how_many, reason="how many codes a passage gets")
    write_config_text(folder, text)


def _imported(shelf: Shelf, sent: Path, taken: TakenIn) -> tuple[Path, tuple[str, ...]]:
    """Return a folder with the study that the importers make of the files."""
    try:
        project = import_files([sent / file for file in taken.files])
        content, project = study_files(project, files=taken.files)
        made = shelf.begin()
        write_study(made, content)
    finally:
        clear_away(sent)
    return made, tuple(summary(project))


def _nothing(taken: TakenIn) -> SecondcoderError:
    if not taken.refused:
        return SecondcoderError("No file was chosen", hint="Choose files, or name a folder.")
    said = "\n".join(f"{one.name}: {one.why}" for one in taken.refused)
    return SecondcoderError(f"No study was made, as none of the files can be read.\n{said}")
