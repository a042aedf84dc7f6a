"""Made material for the tests of the stages: an encoder of bags of words, passages, codebooks."""

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np

from secondcoder.publish.lock import LOCK
from secondcoder.publish.results import LAST
from secondcoder.records.codes import Code, Codebook, Coding, HumanCoding
from secondcoder.records.text import Passage
from secondcoder.themes.grammar import unparsed
from secondcoder.words import stop_words

DIMENSIONS = 96
STOPS = frozenset("the a an and of to in on at for with was were is it we they i that".split())


def word_vector(word):
    """Return a fixed direction for a word; words of one stem (six letters) share it."""
    seed = int.from_bytes(hashlib.sha256(word[:6].encode()).digest()[:8])
    return np.random.default_rng(seed).normal(size=DIMENSIONS)


class BagEncoder:
    """Encodes a text as the direction of its words' sum; keeps what it was asked for."""

    name = "bag of words"

    def __init__(self, fingerprint="bag-1"):
        self.fingerprint = fingerprint
        self.asked = []
        self._words = {}

    def encode(self, texts, *, progress=None):
        self.asked.extend(texts)
        rows = [self._row(text) for text in texts]
        return np.array(rows, np.float32) if rows else np.empty((0, DIMENSIONS), np.float32)

    def encode_with_parts(self, texts, parts, *, progress=None):
        own = [t[start:end] for t, spans in zip(texts, parts, strict=True) for start, end in spans]
        return self.encode(texts), self.encode(own)

    def _row(self, text):
        words = [w for w in re.findall(r"\w+", text.lower()) if w not in STOPS] or ["nothing"]
        for word in words:
            if word not in self._words:
                self._words[word] = word_vector(word)
        total = np.sum([self._words[word] for word in words], axis=0)
        return total / np.linalg.norm(total)


def whole(text):
    """Cut a text into one sentence: itself."""
    return [(0, len(text))]


def passages_of(texts, *, documents=None, speakers=None):
    """Return passages one after the other in their documents, delimited by a line end."""
    documents = documents or ["talk"] * len(texts)
    position, offset, made = {}, {}, []
    for number, (text, document) in enumerate(zip(texts, documents, strict=True)):
        position[document] = position.get(document, 0) + 1
        start = offset.get(document, 0)
        offset[document] = start + len(text) + 1
        made.append(
            Passage(
                id=f"p{number:03d}",
                document=document,
                case="",
                speaker=speakers[number] if speakers else "",
                heading="",
                question="",
                time="",
                position=position[document],
                start=start,
                end=start + len(text),
                text=text,
            )
        )
    return made


def code(*path, **parts):
    """Return a code whose id is its path written out."""
    return Code(id="/".join(path), path=path, **parts)


def codebook(*codes):
    """Return a codebook of codes, or of their paths."""
    return Codebook(tuple(one if isinstance(one, Code) else code(*one) for one in codes))


def coding(items, *, seen, outside=()):
    """Return human coding from (coder, code id, document, start, end)."""
    fields = ("coder", "code_id", "document", "start", "end")
    return HumanCoding(
        coders=tuple(sorted(seen)),
        codings=tuple(Coding(**dict(zip(fields, item, strict=True))) for item in items),
        seen={coder: frozenset(ids) for coder, ids in seen.items()},
        outside_codebook=tuple(outside),
    )


TOPICS = {
    "garden": "soil seeds tomato allotment digging compost harvest greenhouse",
    "bus": "timetable driver ticket route station fare evening transport",
    "money": "grant budget funding invoice accountant pounds bank salary",
    "choir": "singing melody concert rehearsal voices piano harmony chorus",
}
"""Four topics and their words; no word belongs to two."""


def topical_texts(each, *, seed=0, topics=tuple(TOPICS)):
    """Return texts of five words about each topic in turn, and the topic of each."""
    random = np.random.default_rng(seed)
    texts, names = [], []
    for _ in range(each):
        for name in topics:
            words = random.choice(TOPICS[name].split(), size=5, replace=False)
            texts.append(f"We spoke of {words[0]} {words[1]} and {words[2]} {words[3]} {words[4]}.")
            names.append(name)
    return texts, names


CONFIG = """title = "Allotments and buses"
stance = "coding-reliability"

[[documents]]
path = "talk*.txt"

[codebook]
path       = "codebook.csv"
levels     = ["theme", "subtheme"]
definition = "definition"

[[coding]]
path     = "eva.csv"
coder    = "Eva"
document = "document"
passage  = "quote"
code     = ["theme", "subtheme"]

[themes]
seeds     = 3
resamples = 2
"""
CODEBOOK = """theme,subtheme,definition
Land,Soil,"soil, compost and digging on the allotment"
Land,Harvest,"seeds, tomato, greenhouse, harvest"
Getting about,Buses,"bus timetable, driver, route, fare"
Getting about,Stations,"station, ticket, evening transport"
Means,Grants,"grant, budget, funding, invoice"
Means,Wages,"salary in pounds at the bank"
Song,Singing,"singing, voices, melody, harmony, chorus"
Song,Concerts,"concert, rehearsal, piano"
"""
CODED_AS = {
    "garden": "Land,Soil",
    "bus": "Getting about,Buses",
    "money": "Means,Grants",
    "choir": "Song,Singing",
}


def write_study(folder, *, config=CONFIG, codebook=CODEBOOK, coded=20):
    """Write a study of three transcripts of eight turns, of which one coder coded ``coded``."""
    folder.mkdir(parents=True, exist_ok=True)
    texts, topics = topical_texts(6)
    rows = ["document,quote,theme,subtheme"]
    for number in range(3):
        part = range(8 * number, 8 * number + 8)
        turns = [f"{('Ann', 'Bo')[row % 2]}: {texts[row]}" for row in part]
        (folder / f"talk{number}.txt").write_text("\n".join(turns) + "\n", encoding="utf-8")
        rows += [f'talk{number},"{texts[row]}",{CODED_AS[topics[row]]}' for row in part]
    (folder / "eva.csv").write_text("\n".join(rows[: coded + 1]) + "\n", encoding="utf-8")
    (folder / "codebook.csv").write_text(codebook, encoding="utf-8")
    if config:
        (folder / "study.toml").write_text(config, encoding="utf-8")
    return folder


def snapshot(folder):
    """Return the sha256 of every file below a folder, by relative path; not of cache and notes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".cache" not in path.parts and path.name not in {LOCK, LAST}
    }


def every_phrase(texts):
    """Read passages without a parser: every phrase of content words can be a name."""
    return [unparsed(text, stop_words("en")) for text in texts]


def in_a_process_of_its_own(script):
    """Run Python that must end well in a new process; return what it printed."""
    return subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1] / "pipeline")},
        capture_output=True,
        text=True,
        check=True,
    )
