"""What came in from other software, what did not and why: for reading and as JSON."""

import json
from collections import Counter
from collections.abc import Sequence

from secondcoder.exchange.project import Discarded, Project


def counts(project: Project) -> dict[str, int]:
    """Return how many of each kind a project holds."""
    return {
        "documents": len(project.documents),
        "characters": sum(len(document.text) for document in project.documents),
        "coders": len(project.users),
        "codes": sum(code.codable for code in project.codes),
        "code folders": sum(not code.codable for code in project.codes),
        "codings": len(project.codings),
        "codings of whole documents": sum(coding.whole for coding in project.codings),
        "memos": len(project.memos),
        "cases": len(project.cases),
        "memberships of cases": sum(len(c.documents) + len(c.passages) for c in project.cases),
        "attributes": len(project.variables),
        "sets": len(project.groups),
    }


def by_coder(project: Project) -> dict[str, int]:
    """Return the number of codings of each coder by name, most first."""
    names = {user.guid: user.name for user in project.users}
    found = Counter(names.get(coding.coder, coding.coder) for coding in project.codings)
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def report_json(project: Project, files: Sequence[str]) -> bytes:
    """Return the report as JSON."""
    record: dict[str, object] = {
        "files": list(files),
        "project": project.name,
        "origin": project.origin,
        "counts": counts(project),
        "codings_by_coder": by_coder(project),
        "how_it_was_read": list(project.notes),
        "discarded": [
            {"kind": one.kind, "what": one.what, "reason": one.reason, "count": one.count}
            for one in project.discarded
        ],
    }
    return (json.dumps(record, indent=2, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def report_text(project: Project, files: Sequence[str]) -> str:
    """Return the report in Markdown."""
    origin = f", written by {project.origin}" if project.origin else ""
    lines = [f"# Import of {project.name}", "", f"From {', '.join(files)}{origin}.", ""]
    lines += ["## What came in", "", "| kind | number |", "|---|---:|"]
    lines += [f"| {kind} | {number:,} |" for kind, number in counts(project).items() if number]
    lines += [f"| codings by {_cell(name)} | {n:,} |" for name, n in by_coder(project).items()]
    if project.notes:
        lines += ["", "## How it was read", "", *(f"- {note}" for note in project.notes)]
    lines += ["", "## What did not come in, or came in changed", ""]
    lines += _table(project.discarded) or ["Nothing."]
    return "\n".join(lines) + "\n"


def summary(project: Project) -> list[str]:
    """Return the report in short, for the terminal."""
    found = ", ".join(f"{number:,} {kind}" for kind, number in counts(project).items() if number)
    lines = [f"Came in: {found or 'nothing'}."]
    lines += [f"  codings by {name}: {number:,}" for name, number in by_coder(project).items()]
    lines += list(project.notes)
    if not project.discarded:
        return [*lines, "Everything came in as it was."]
    lines.append("Did not come in, or came in changed:")
    lines += [f"  {line}" for line in left_out(project.discarded[:20])]
    if len(project.discarded) > 20:
        lines.append(f"  … and {len(project.discarded) - 20} more lines in import-report.md")
    return lines


def left_out(discarded: Sequence[Discarded]) -> list[str]:
    """Return a line for each thing that is not there, or changed."""
    return [f"{_kind(one)}: {one.what}: {one.reason}" for one in discarded]


def export_text(project: Project, target: str) -> str:
    """Return the report of an export in Markdown."""
    lines = [f"# Export of {project.name}", "", f"To {target}.", ""]
    lines += ["## What the study holds", "", "| kind | number |", "|---|---:|"]
    lines += [f"| {kind} | {number:,} |" for kind, number in counts(project).items() if number]
    lines += [f"| codings by {_cell(name)} | {n:,} |" for name, n in by_coder(project).items()]
    lines += ["", "## What is not in it, or is in it otherwise", ""]
    lines += _table(project.discarded) or ["Nothing."]
    return "\n".join(lines) + "\n"


def _kind(one: Discarded) -> str:
    return f"{one.count:,} × {one.kind}" if one.count > 1 else one.kind


def _table(discarded: Sequence[Discarded]) -> list[str]:
    if not discarded:
        return []
    rows = [
        f"| {one.count:,} | {_cell(one.kind)} | {_cell(one.what)} | {_cell(one.reason)} |"
        for one in discarded
    ]
    return ["| number | kind | what | why |", "|---:|---|---|---|", *rows]


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
