"""Heads of e-mails and of posts in forums, and what programs for chats write: who wrote what."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from secondcoder.reading.documents.dates import DATE
from secondcoder.reading.documents.labels import Label
from secondcoder.reading.documents.layouts import is_chat_line
from secondcoder.reading.documents.lines import Line

FEWEST = 2
"""Heads from which a text is a correspondence: one e-mail may be a letter to somebody. Set, not
measured."""
HEAD, QUOTED = "head of an e-mail", "quoted from another message"
PROGRAM, WORDLESS = "written by the program", "a message without words"

_KEYS = {
    "from": "from von de da van från fra",
    "beside": "to cc bcc an à a para aan till til date sent subject re reply-to gesendet datum "
    "betreff envoyé objet enviado enviada asunto assunto inviato data oggetto verzonden onderwerp "
    "skickat ämne sendt emne attachments anlagen importance",
}
_KEY_OF = {word: kind for kind, words in _KEYS.items() for word in words.split()}
_FIELD = re.compile(r"[*_]*(?P<key>[^\W\d_]+(?:-to)?)[*_]*\s?:[*_]*\s*(?P<value>.*)")
_ADDRESS = re.compile(r"\s*[<\[(]\s*(?:mailto:)?[^<>\s]+@[^<>\s]+\s*[>\])]")
_QUOTED = re.compile(
    r">.*|On\s.{8,120}\swrote:|Am\s.{8,120}\sschrieb\s.{0,80}:|Le\s.{8,120}écrit\s?:"
)
_NAME = r"(?P<name>[^\W_][\w.'’ -]{0,38}?)"
_WROTE = r"(?:wrote|schrieb|a écrit|escribió|scrive|skrev)"
_POSTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:posted|written|submitted)\s+by:?\s+{_NAME}(?:\s*(?:[,|·•»–—-]|\bon\b|\bat\b)\s*.*\d.*)?",
        rf"(?:by|von|par|por)\s+{_NAME}\s+»\s.*\d{{4}}.*",
        rf"{_NAME}\s+{_WROTE}\s+(?:on|am|le|el|il)?\s*{DATE}.*",
        rf"u/{_NAME}(?:\s*[·•|-].*)?",
        rf"{_NAME}\s*[·•|»]\s*{DATE}.*",
        rf"{_NAME},\s*\[{DATE}\s+\d{{1,2}}:\d{{2}}.{{0,8}}\]",
        rf"{_NAME}\s+[—–-]\s+(?:{DATE},?|today at|yesterday at)\s+\d{{1,2}}:\d{{2}}.{{0,6}}",
    )
)
_SAYS_NOTHING = re.compile(
    r"[\u200e\u200f<\[\s]*(?:"
    r"(?:image|video|audio|sticker|gif|document|contact card|photo|media|bild|foto|imagen|image|"
    r"vidéo|medien|sprachnachricht|documento|afbeelding)\s+"
    r"(?:omitted|weggelassen|ausgeschlossen|omitid[oa]s?|omess[oa]|absente?|omise?|weggelaten)"
    r"|media omitted|medien ausgeschlossen|multimedia omitido|médias omis"
    r"|(?:this message was|you) deleted(?: this message)?"
    r"|diese nachricht wurde gelöscht|du hast diese nachricht gelöscht|se eliminó este mensaje"
    r"|ce message a été supprimé|missed (?:voice|video) call.*|null"
    r"|messages and calls are end-to-end encrypted.*|nachrichten und anrufe sind ende-zu-ende.*"
    r"|waiting for this message.*"
    r")[.\s>\]\u200e]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posts:
    """The heads of a correspondence, and what of it nobody wrote."""

    labels: Mapping[int, Label] = field(default_factory=dict)
    """Places of heads, and who wrote what stands below."""
    reasons: Mapping[int, str] = field(default_factory=dict)
    """Places of lines that are no words of anybody, and what they are."""


def message_labels(
    text: str, lines: Sequence[Line], labels: Sequence[Label | None]
) -> tuple[list[Label | None], dict[int, str]]:
    """Return the labels with those of e-mails and posts, if the lines are such, and what is none.

    In a correspondence nothing but its heads names who writes.
    """
    posts = read_posts(text, lines)
    if posts.labels:
        return [posts.labels.get(place) for place in range(len(lines))], dict(posts.reasons)
    return list(labels), chat_reasons(text, lines, labels)


def read_posts(text: str, lines: Sequence[Line]) -> Posts:
    """Return who wrote each e-mail or post, if the text holds two of them or more."""
    words = [text[line.start : line.end] for line in lines]
    heads = list(_mail_heads(words, lines))
    labels = {head[0]: _label(words[head[0]]) for head in heads}
    reasons = {place: HEAD for head in heads for place in head[1:]}
    if not heads:
        found = ((place, next(_posted(line), None)) for place, line in enumerate(words))
        labels = {place: label for place, label in found if label}
    if len(labels) < FEWEST:
        return Posts()
    reasons |= {
        place: QUOTED for place, line in enumerate(words) if heads and _QUOTED.fullmatch(line)
    }
    return Posts(labels=labels, reasons=reasons)


def chat_reasons(
    text: str, lines: Sequence[Line], labels: Sequence[Label | None]
) -> dict[int, str]:
    """Return the lines of a chat that its program wrote, or that stand for a picture."""
    dated = [is_chat_line(text[line.start : line.end]) for line in lines]
    named = [place for place, label in enumerate(labels) if label and dated[place]]
    if len(named) < FEWEST:
        return {}
    reasons = {place: PROGRAM for place, chat in enumerate(dated) if chat and not labels[place]}
    for place in named:
        label = labels[place]
        said = text[lines[place].start + (label.length if label else 0) : lines[place].end]
        if _SAYS_NOTHING.fullmatch(said):
            reasons[place] = WORDLESS
    return reasons


def _mail_heads(words: Sequence[str], lines: Sequence[Line]) -> Iterator[list[int]]:
    """Yield the places of a head's lines, that of the sender first."""
    place = 0
    while place < len(words):
        head = [place]
        while head[-1] + 1 < len(words) and not lines[head[-1] + 1].gap:
            if not _kind(words[head[-1] + 1]):
                break
            head.append(head[-1] + 1)
        kinds = [_kind(words[one]) for one in head]
        if kinds.count("from") == 1 and kinds.count("beside") >= FEWEST:
            sender = head[kinds.index("from")]
            yield [sender, *(one for one in head if one != sender)]
        place = head[-1] + 1


def _kind(line: str) -> str:
    match = _FIELD.fullmatch(line)
    return _KEY_OF.get(match["key"].casefold(), "") if match else ""


def _label(line: str) -> Label:
    match = _FIELD.fullmatch(line)
    value = match["value"] if match else line
    name = _ADDRESS.sub("", value).strip(" \"'*_;,") or value.strip("<> ").partition("@")[0]
    return Label(name.partition("@")[0][:50], "", len(line), sure=True)


def _posted(line: str) -> Iterator[Label]:
    for pattern in _POSTS:
        match = pattern.fullmatch(line.strip())
        if match:
            yield Label(match["name"].strip(), "", len(line), sure=True)
