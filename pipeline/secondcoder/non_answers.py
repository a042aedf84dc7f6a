"""Cells that say nothing: answers that are none, and codes that mean «no code»."""

import re

from secondcoder.names import plain

_NO_ANSWER = """
    nan n_a na none nothing nil null n_a_n not_applicable no_answer no_response no_comment
    no_comments no_reply not_answered nothing_to_add nothing_really nothing_else none_given blank
    no_additional_comments no_further_comments no_other_comments no_more_comments no_remarks
    nothing_comes_to_mind nothing_to_report nothing_further nothing_more nothing_at_all
    nothing_to_say pas_de_commentaire pas_de_commentaires
    nada_que_anadir sin_comentario nessun_commento sem_comentarios geen_opmerkingen
    unanswered missing skipped refused prefer_not_to_say no_data empty undefined
    keine nichts keine_angabe keine_angaben k_a ka keine_antwort entfallt nicht_zutreffend ohne
    nichts_weiter kein_kommentar leer
    aucun aucune rien neant sans_objet sans_reponse pas_de_reponse non_applicable s_o
    ninguno ninguna nada no_aplica sin_respuesta no_contesta ns_nc n_c sin_comentarios
    nenhum nenhuma nessuno nessuna niente nulla nessuna_risposta geen niets nvt n_v_t geen_antwoord
    ingen ingenting inget inte_tillampligt x xx xxx
""".split()
NON_ANSWERS = frozenset(word.replace("_", " ") for word in _NO_ANSWER)
"""Whole answers that stand for none, in the languages of the guides, without case and accents.

``no`` and ``yes`` are not among them: they answer a question.
"""
_NO_CODE = """
    no_code no_codes uncoded not_coded nocode code_none no_theme no_tag untagged unlabelled
    unlabeled kein_code keine_codes nicht_codiert nicht_kodiert uncodiert aucun_code pas_de_code
    sans_code non_code sin_codigo ningun_codigo no_codificado nessun_codice sem_codigo geen_code
    nothing_to_code
""".split()
NO_CODES = NON_ANSWERS - {"x", "xx", "xxx"} | {word.replace("_", " ") for word in _NO_CODE}
"""Cells of a code column that mean: seen, and left uncoded."""
_MARKS_ALONE = re.compile(r"[\s.,;:–—‒―\-_/\\*#~|+=?!'\"()\[\]{}·•]+")


def is_non_answer(cell: str) -> bool:
    """Say whether an answer stands for none: marks alone, or a word such as ``n/a``."""
    return bool(_MARKS_ALONE.fullmatch(cell)) or _bare(cell) in NON_ANSWERS


def is_no_code(cell: str) -> bool:
    """Say whether a cell of codes means that none was given."""
    return bool(_MARKS_ALONE.fullmatch(cell)) or _bare(cell) in NO_CODES


def _bare(cell: str) -> str:
    return plain(cell.strip("()[]<>#*")) if len(cell) <= 40 else ""
