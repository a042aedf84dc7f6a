"""The codes of a run as agreement counts them. Pure."""

from secondcoder.agreement.study.coded import CodeFrame
from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.records.codes import Code, Codebook


def frame_of(material: Material) -> CodeFrame:
    """Return the codes of a run: those of the codebook, and those used beside it."""
    codes = [(e, Code(id=e.id, path=e.path)) for e in material.codable]
    known = Codebook(tuple(code for entry, code in codes if entry.in_codebook))
    return CodeFrame.of(known, tuple(code for entry, code in codes if not entry.in_codebook))
