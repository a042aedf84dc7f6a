"""Lines about the transcript itself: who made it, with what, and where the recording ends."""

import re
from collections.abc import Iterator, Sequence

from secondcoder.passages.paragraphs import count_words
from secondcoder.reading.documents.labels import Label, is_metadata

HEADER_WORDS = 8
"""Most words of a line of a header such as ``Date: …``. Not measured."""
FIRST_LINES, LAST_LINES = 10, 6
"""Where lines about the transcript stand: ``Transcribed by …``. Not measured."""

_ENDING = re.compile(
    r"(?:[\W_]*\d{1,2}(?::\d{2}){1,2})?[\W_]*(?:"
    r"(?:this\s+)?(?:transcript(?:ion)?|transcribed|auto-?transcribed)\s+(?:was\s+)?"
    r"(?:by|with|using|from|provided|created|prepared|produced|generated|made|exported"
    r"|downloaded|edited|checked)\b.*"
    r"|transcription\s(?:ended|started)\b.*|this\seditable\stranscript\swas\b.*"
    r"|[\w .,()'’-]{1,60}\s(?:started|stopped)\s(?:the\s)?(?:transcription|recording)"
    r"|(?:trans[ck]ri(?:biert|pt(?:ion)?\s+erstellt))\s+(?:von|durch|mit)\b.*"
    r"|transcri(?:t|ption réalisée|ption)\s+par\b.*|transcrito\s+(?:por|pela?)\b.*"
    r"|trascri(?:tto|zione\s+a\s+cura)\s+(?:da|di)\b.*|getranscribeerd\s+(?:door|met)\b.*"
    r"|transkriber(?:ad|et|t)\s+(?:av|af)\b.*"
    r"|(?:end|start|beginning)\s+of\s+(?:the\s+)?(?:transcript(?:ion)?|recording|interview|audio|tape)"
    r"|(?:transcript|recording|interview|audio)\s+"
    r"(?:ends|begins|starts|ended|began|started|concluded|finished)(?:\s+(?:at\s+)?[\d:.h]+\s?(?:[ap]\.?m\.?|uhr|hrs?)?)?"
    r"|(?:ende|beginn)\s+(?:der|des)\s+(?:aufnahme|interviews?|trans[ck]ript(?:s|ion)?|gesprächs)"
    r"|fin\s+(?:de\s+(?:la|l['’])\s*)?(?:transcription|entretien|enregistrement|grabación|entrevista|transcripción)"
    r"|fim\s+da\s+(?:entrevista|gravação|transcrição)|fine\s+(?:della\s+)?(?:registrazione|intervista|trascrizione)"
    r"|einde\s+(?:van\s+(?:het|de)\s+)?(?:opname|interview|transcript)"
    r"|slut(?:t)?\s+(?:på|av)\s+(?:inspelning(?:en)?|intervju(?:n|et)?|opptak(?:et)?)"
    r"|(?<=[\[(*<=-])\s*(?:the\s+)?(?:end|ende|fin|fim|fine|einde|slut|slutt)(?=\s*[\])*>=-])"
    r")[\W_]*",
    re.IGNORECASE,
)


def endings(words: Sequence[str], labels: Sequence[Label | None]) -> Iterator[int]:
    """Yield the places of lines about the transcript, and of what stands below them at the end."""
    ended = False
    for place, line in enumerate(words):
        last = place >= max(len(words) - LAST_LINES, 1)
        if (place < FIRST_LINES or last) and len(line) <= 160 and _ENDING.fullmatch(line):
            below = [label for label in labels[place:] if label]
            ended = last and all(is_metadata(label.name) for label in below)
            yield place
        elif ended and (labels[place] or count_words(line) <= HEADER_WORDS):
            yield place
