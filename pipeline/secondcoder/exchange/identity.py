"""What an import knows and a study's tables do not hold: ``identity.json``, beside the study.

It is the project as it came in, less the texts that lie in ``documents/``: GUIDs, dates, colours,
coders without codings, cases, documents without words. The tables stay what people read and edit;
a row finds its identity by what it says, and goes on working without one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from secondcoder.errors import SecondcoderError
from secondcoder.exchange.project import Project

IDENTITY = "identity.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A project as it came in, and what the study's tables call its parts."""

    project: Project
    documents: Mapping[str, str]
    """Name in the study of each document that lies in it, by its GUID."""
    codes: Mapping[str, tuple[str, ...]]
    """Path in the codebook of each code, by its GUID."""
    columns: Mapping[str, str]
    """Column of the table of documents that holds each attribute, by the attribute's name."""


_FORM = TypeAdapter(Identity)


def identity_json(identity: Identity) -> bytes:
    """Return the file; the texts of documents that lie in the study are left out of it."""
    project = identity.project
    documents = tuple(
        replace(one, text="") if one.guid in identity.documents else one
        for one in project.documents
    )
    short = replace(project, documents=documents, notes=(), discarded=())
    content = _FORM.dump_json(replace(identity, project=short), indent=1, exclude_defaults=True)
    return content.decode("utf-8", "replace").encode() + b"\n"


def read_identity(folder: Path) -> Identity | None:
    """Return what an import left in a study's folder; ``None`` if there is no such file."""
    path = folder / IDENTITY
    if not path.is_file():
        return None
    try:
        return _FORM.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        said = str(error).splitlines()[0]
        raise SecondcoderError(
            f"{path}: the file cannot be read: {said}",
            hint="Take it from a copy of the study; or remove it: the export then gives GUIDs of "
            "its own, without the dates and colours that came in.",
        ) from error
