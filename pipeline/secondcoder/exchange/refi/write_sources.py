"""The sources of a project: texts with their selections, codings, notes and variables."""

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondcoder.exchange.project import ProjectCoding, ProjectDocument
from secondcoder.exchange.refi.conventions import Convention, positions
from secondcoder.exchange.refi.guids import made
from secondcoder.exchange.refi.selections import BETWEEN, Selections, Written
from secondcoder.exchange.refi.stamps import set_stamp
from secondcoder.exchange.refi.writing import (
    clean,
    element,
    guid_out,
    source_path,
    text_element,
)
from secondcoder.records.text import Attributes

_LONGEST_NAME = 200
"""Characters of a passage that its selection is named by. Not measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A project's objects by what they belong to."""

    selections: Selections
    whole: Mapping[str, Sequence[ProjectCoding]]
    """Codings of whole documents, by document."""
    refs: Mapping[tuple[str, str], Sequence[str]]
    """Notes on an object: by kind and GUID."""
    said: Mapping[str, Sequence[str]]
    """Texts of the memos on a document, by its GUID."""
    kinds: Mapping[str, str]
    """Type of each variable that is written, by its name."""
    variables: Mapping[str, str]
    """GUID of each variable, by its name, where it is known."""

    def variable(self, name: str) -> str:
        """Return the GUID of a variable."""
        return self.variables.get(name) or made("variable", name)


def write_source(
    parent: ET.Element, document: ProjectDocument, parts: Parts, convention: Convention
) -> None:
    """Add a document."""
    guid = document.guid
    path = source_path(guid)
    one = element(parent, "TextSource", guid=guid_out(guid), name=document.name, plainTextPath=path)
    set_stamp(one, document.stamp)
    said = [document.description, *parts.said.get(guid, ())]
    text_element(one, "Description", BETWEEN.join(text for text in said if text))
    table = positions(document.text, convention)
    for selection in parts.selections.by_document.get(guid, ()):
        _write_selection(one, document, selection, parts, table)
    for coding in parts.whole.get(guid, ()):
        _write_coding(one, coding, parts)
    note_refs(one, parts.refs.get(("document", guid), ()))
    write_values(one, document.attributes, parts)


def write_values(parent: ET.Element, attributes: Attributes, parts: Parts) -> None:
    """Add the values of variables of a document or case."""
    for name, value in attributes:
        one = element(parent, "VariableValue")
        element(one, "VariableRef", targetGUID=guid_out(parts.variable(name)))
        element(one, f"{parts.kinds[name]}Value").text = clean(value)


def note_refs(parent: ET.Element, notes: Sequence[str]) -> None:
    """Add references to notes."""
    for note in notes:
        element(parent, "NoteRef", targetGUID=guid_out(note))


def _write_selection(
    parent: ET.Element,
    document: ProjectDocument,
    selection: Written,
    parts: Parts,
    table: NDArray[np.int64],
) -> None:
    start, end = selection.start, selection.end
    quote = " ".join(document.text[start:end].split())[:_LONGEST_NAME]
    one = element(parent, "PlainTextSelection", guid=guid_out(selection.guid), name=quote)
    one.set("startPosition", str(table[start]))
    one.set("endPosition", str(table[end]))
    set_stamp(one, selection.stamp)
    text_element(one, "Description", selection.description)
    for coding in selection.codings:
        _write_coding(one, coding, parts)
    note_refs(one, selection.notes)


def _write_coding(parent: ET.Element, coding: ProjectCoding, parts: Parts) -> None:
    one = element(
        parent,
        "Coding",
        guid=guid_out(coding.guid),
        creatingUser=guid_out(coding.coder),
        creationDateTime=coding.created,
    )
    element(one, "CodeRef", targetGUID=guid_out(coding.code))
    note_refs(one, parts.refs.get(("coding", coding.guid), ()))
