"""What an entry of a codebook says, and what has come to mean something else."""

from secondcoder.records.codes import Code, Codebook


def meaning(code: Code) -> str:
    """Return what a code's entry says it means, in a form that mended slips do not change."""
    said = f"{code.definition} {code.include} {code.exclude}"
    return " ".join("".join(sign if sign.isalnum() else " " for sign in said.casefold()).split())


def changed(older: Codebook, now: Codebook) -> frozenset[str]:
    """Return the ids of codes of now that meant something else in an older codebook.

    A code is found there by its path, or by what it was called formerly. One that the older
    codebook does not have did not mean anything else.
    """
    by_label = {one.label: one for one in older.codes}
    found = set()
    for code in now.codes:
        then = by_label.get(code.label) or next(
            (by_label[name] for name in code.formerly if name in by_label), None
        )
        if then is not None and meaning(then) != meaning(code):
            found.add(code.id)
    return frozenset(found)
