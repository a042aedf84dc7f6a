"""A fingerprint of human coding: whether agreement rests on the coding one believes it does."""

import hashlib
import json

from secondcoder.records.codes import Codebook, HumanCoding


def coding_fingerprint(coding: HumanCoding, codebook: Codebook | None) -> dict[str, str]:
    """Return the sha256 of each coder's coding, and under an empty name that of all.

    It covers code path, document, start, end and what the coder saw, in an order of its own: the
    same coding has the same fingerprint whatever the order of its rows or the format of its
    file. Memos and times are no part of it.
    """
    codes = {code.id: code.path for code in (codebook.codes if codebook else ())}
    codes |= {code.id: code.path for code in coding.outside_codebook}
    found = {}
    for coder in coding.coders:
        marks = sorted(
            [list(codes[one.code_id]), one.document, one.start, one.end]
            for one in coding.codings
            if one.coder == coder
        )
        found[coder] = _sha256([coder, marks, sorted(coding.seen[coder])])
    return {"": _sha256(sorted(found.items())), **found}


def _sha256(content: object) -> str:
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
