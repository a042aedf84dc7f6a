"""Further files for a study that is there: copied into its folder, never over another."""

from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from secondcoder.app.corrections import Change, base_of, make_change
from secondcoder.app.shelf import BEGUN
from secondcoder.app.sources import sources_in
from secondcoder.app.taking_in import PROJECTS, moved_beside, take_in
from secondcoder.app.understanding import Readings
from secondcoder.errors import SecondcoderError
from secondcoder.publish.files import make_folder
from secondcoder.publish.moves import clear_away
from secondcoder.serving.multipart import Sent
from secondcoder.study.edit import add_section, set_section
from secondcoder.study.infer import infer_config
from secondcoder.study.settings import Section


def add_files(readings: Readings, folder: Path, sent: Sequence[Sent]) -> list[str]:
    """Take files in, and return a line for each: what it was taken for, or why it was not kept."""
    if not sent:
        raise SecondcoderError("No file was chosen", hint="Choose files first.")
    new = folder / f"{BEGUN}{uuid4().hex[:12]}"
    make_folder(new)
    try:
        taken = take_in(sent, new)
        lines = [f"{one.name}: not taken in. {one.why}" for one in taken.refused]
        lines += [f"{file}: not taken in. {_AS_NEW}" for file in taken.projects]
        fit = [file for file in taken.files if Path(file).suffix.lower() not in PROJECTS]
        with readings.turn(folder):
            moved = dict(moved_beside(new, fit, folder))
            lines += [f"{file}: the same file is there already." for file in moved if moved[file]]
            lines += _said(readings, folder, [file for file in moved if not moved[file]])
    finally:
        clear_away(new)
    return lines


_AS_NEW = "A project of another program becomes a study of its own: make a new study of it."


def _said(readings: Readings, folder: Path, files: Sequence[str]) -> list[str]:
    """Add to ``study.toml`` what the files seem to be, as if all were read for the first time."""
    if not files:
        return []
    try:
        base = base_of(readings, folder)
    except SecondcoderError:
        return [f"{file}: copied. The study cannot be read yet." for file in files]
    inferred = infer_config(folder).config
    text, lines = base.text, []
    for file in files:
        if any(sources_in(base.config, folder, file)):
            lines.append(f"{file}: read with the others of its kind.")
            continue
        found = list(sources_in(inferred, folder, file))
        if not found:
            lines.append(f"{file}: copied, and not read. Say on its page what it is.")
        for source in found:
            name = str(source.place[0])
            values = _values(source.source, file)
            if name == "codebook" and base.config.codebook:
                lines.append(f"{file}: looks like a codebook, and the study has one already.")
                continue
            add = set_section if name == "codebook" else add_section
            text = add(text, name, values, reason="added")
            lines.append(f"{file}: added under {name}.")
    make_change(readings, folder, Change(text, f"added {', '.join(files)}"))
    return lines


def _values(source: Section, file: str) -> dict[str, object]:
    values: dict[str, object] = source.model_dump(exclude_none=True, exclude_defaults=True)
    return {**values, "path": file}
