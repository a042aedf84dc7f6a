"""The codebook that follows from what people decided: its codes, and what changed, in words. Pure.

The study's own codebook stays as it is; this is the next version of it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from secondcoder.coding.meaning import meaning
from secondcoder.decisions.events import Event
from secondcoder.decisions.groups import detail_of
from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.procedures.second_coder.reviewed.new_names import name_fault, names_before
from secondcoder.procedures.second_coder.reviewed.themes import ADOPT, ATTACH, MERGE, SPLIT, Choice
from secondcoder.procedures.second_coder.tables.codes import CODES, CodeRow
from secondcoder.reading.codes.codebook import code_id
from secondcoder.reading.codes.own_form import WrittenCode
from secondcoder.records.codes import SEPARATOR, Code

NEW, RENAMED, MERGED, DIVIDED, MEANING, EXAMPLE, REMOVED, NOTE = (
    "new",
    "renamed",
    "merged",
    "split",
    "definition changed",
    "example added",
    "removed",
    "note",
)
TEXTS = ("definition", "include", "exclude")
"""The parts of an entry that say what a code means."""

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What differs from the present codebook, in words."""

    kind: str
    code: str
    """Its label in the next version; that of the present one where it is gone."""
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextCodebook:
    """The next version of a codebook."""

    codes: tuple[WrittenCode, ...]
    changes: tuple[Change, ...]
    left: tuple[str, ...] = ()
    """Decisions that could not be worked in, and why."""
    by_id: Mapping[str, WrittenCode] = field(default_factory=dict)
    """The codes by the id that edits name them by: the present codebook’s, where it has it."""

    @property
    def plain(self) -> tuple[Code, ...]:
        """The codes alone."""
        return tuple(one.code for one in self.codes)


def next_codebook(
    material: Material,
    choices: Mapping[str, Choice],
    names: Mapping[str, str],
    edits: Iterable[Event] = (),
    *,
    old_coding: bool = True,
) -> NextCodebook:
    """Return the next version of the codebook of a run.

    ``choices`` and ``names`` are of its themes, ``edits`` those of its entries. With
    ``old_coding``, codes keep the names they had, by which earlier coding finds them.
    """
    draft = _Draft(material, old_coding=old_coding)
    for edit in edits:
        draft.edit(edit)
    draft.themes(choices, names)
    return NextCodebook(
        codes=tuple(draft.codes.values()),
        changes=tuple(draft.changes),
        left=tuple(draft.left),
        by_id=draft.codes,
    )


def present_codebook(material: Material) -> tuple[Code, ...]:
    """Return the codes of the codebook that a run was made with, as they were read."""
    config = material.config.get("codebook") or {}
    facets = [str(name) for name in config.get("facets") or ()]
    return tuple(_code(row, facets) for row in material.tables[CODES] if row.in_codebook)


class _Draft:
    """The codes as they become, one decision after the other."""

    def __init__(self, material: Material, *, old_coding: bool) -> None:
        self.codes = {
            code.id: WrittenCode(code=code, origin="codebook")
            for code in present_codebook(material)
        }
        self.changes: list[Change] = []
        self.left: list[str] = []
        self._material = material
        self._old_coding = old_coding

    def edit(self, event: Event) -> None:
        """Work an edit of an entry in."""
        detail = detail_of(event)
        part, text = str(detail.get("field", "")), str(detail.get("text", ""))
        if part == "new":
            self._add(
                text, parent=str(detail.get("parent", "")), memo=event.note, origin="added by hand"
            )
            return
        if event.code not in self.codes:
            label = str(detail.get("label", event.code))
            self.left.append(f"“{label}” is not in the codebook: {part} was not changed.")
            return
        if part == "name":
            self._rename(event.code, text)
        elif part in TEXTS:
            self._change(event.code, MEANING, f"{part}: {text or 'left empty'}", **{part: text})
        elif part == "example":
            words = str(detail.get("words") or text)
            code = self.codes[event.code].code
            examples = tuple(dict.fromkeys((*code.examples, " ".join(words.split()))))
            self._change(event.code, EXAMPLE, words, examples=examples)
        elif part == "merged":
            self._merge(event.code, text)
        elif part == "split":
            for name in text.split("\n"):
                self._add(name, parent=event.code, origin="split", kind=DIVIDED)
        elif part == "removed":
            code = self.codes.pop(event.code).code
            self.changes.append(Change(REMOVED, code.label, event.note))

    def themes(self, choices: Mapping[str, Choice], names: Mapping[str, str]) -> None:
        """Work the decisions on themes in."""
        inside: dict[str, list[str]] = {}
        for theme, choice in choices.items():
            end = _end(theme, choices)
            if choice.action == MERGE and end != theme:
                inside.setdefault(end, []).append(names.get(theme, theme))
        for theme, choice in choices.items():
            name = names.get(theme, theme)
            if choice.action == ATTACH and choice.code in self.codes:
                with_it = "; ".join((name, *inside.get(theme, ())))
                memo = f"candidate theme “{with_it}” attached"
                memo += f": {choice.memo}" if choice.memo else ""
                one = self.codes[choice.code]
                said = "; ".join(filter(None, (one.memo, memo)))
                self.codes[choice.code] = replace(one, memo=said)
                self.changes.append(Change(NOTE, one.code.label, memo))
            elif choice.action in {ADOPT, SPLIT}:
                origin = f"candidate theme: {'; '.join((name, *inside.get(theme, ())))}"
                for new in choice.names or (name,):
                    self._add(new, parent=choice.code, memo=choice.memo, origin=origin)

    def _add(self, name: str, *, parent: str, origin: str, memo: str = "", kind: str = NEW) -> None:
        above = self.codes[parent].code.path if parent in self.codes else ()
        fault = name_fault(
            name,
            above=above,
            taken=[one.code.path for one in self.codes.values()],
            before=names_before(self.codes),
        )
        if fault:
            self.left.append(fault)
            return
        path = (*above, name)
        code = Code(id=code_id(path), path=path, definition=memo)
        self._insert(WrittenCode(code=code, origin=origin))
        self.changes.append(Change(kind, code.label, origin))

    def _insert(self, one: WrittenCode) -> None:
        """Put a new code behind those of its branch, or at the end."""
        above = one.code.path[:-1]
        keys = list(self.codes)
        branch = [
            place
            for place, held in enumerate(self.codes.values())
            if above and held.code.path[: len(above)] == above
        ]
        place = branch[-1] + 1 if branch else len(keys)
        held = list(self.codes.items())
        self.codes = dict([*held[:place], (one.code.id, one), *held[place:]])

    def _rename(self, identity: str, name: str) -> None:
        own = self.codes[identity].code
        path = (*own.path[:-1], name)
        fault = name_fault(
            name,
            above=own.path[:-1],
            taken=[one.code.path for key, one in self.codes.items() if key != identity],
            before=names_before(self.codes, but=identity),
        )
        if fault:
            self.left.append(fault)
            return
        depth = len(path)
        renamed = {}
        for key, one in self.codes.items():
            code = one.code
            if code.path[:depth] == own.path:
                formerly = (*code.formerly, code.label) if self._old_coding else code.formerly
                now = (*path, *code.path[depth:])
                code = replace(code, path=now, formerly=tuple(dict.fromkeys(formerly)))
            renamed[key] = replace(one, code=code)
        self.codes = renamed
        self.changes.append(Change(RENAMED, SEPARATOR.join(path), f"was “{own.label}”"))

    def _merge(self, identity: str, into: str) -> None:
        if into not in self.codes or into == identity:
            label = self.codes[identity].code.label
            self.left.append(f"“{label}”: the code to merge it with is not in the codebook.")
            return
        own, one = self.codes.pop(identity).code, self.codes[into]
        kept = one.code.formerly
        if self._old_coding:
            kept = tuple(dict.fromkeys((*kept, own.label, *own.formerly)))
        self.codes[into] = replace(one, code=replace(one.code, formerly=kept))
        self.changes.append(Change(MERGED, one.code.label, f"takes in “{own.label}”"))

    def _change(self, identity: str, kind: str, what: str, **values: object) -> None:
        one = self.codes[identity]
        code = replace(one.code, **values)  # type: ignore[arg-type]
        if code == one.code:
            return
        self.codes[identity] = replace(one, code=code)
        if kind == MEANING and meaning(code) == meaning(one.code):
            kind, what = NOTE, f"{what} (the same words)"
        self.changes.append(Change(kind, one.code.label, what))


def _end(theme: str, choices: Mapping[str, Choice]) -> str:
    """Follow merges to the theme that stays."""
    seen: set[str] = set()
    while theme in choices and choices[theme].action == MERGE and theme not in seen:
        seen.add(theme)
        theme = choices[theme].into
    return theme


def _code(row: CodeRow, facets: Sequence[str]) -> Code:
    return Code(
        id=row.code_id,
        path=row.path,
        number=row.number,
        definition=row.definition,
        include=row.include,
        exclude=row.exclude,
        examples=tuple(line for line in row.examples.split("\n") if line),
        facets=tuple(_facet(one, facets) for one in row.facets),
        codable=row.codable,
        formerly=tuple(line for line in row.formerly.split("\n") if line),
    )


def _facet(said: str, names: Collection[str]) -> tuple[str, str]:
    """Return name and value of ``name: value``; the study says what its facets are called."""
    for name in names:
        if said.startswith(f"{name}: "):
            return name, said[len(name) + 2 :]
    name, _, value = said.partition(": ")
    return name, value
