"""The files of a folder that may be a study's material, and those that are passed over."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from secondcoder.names import loosely
from secondcoder.study.codebooks import is_named_codebook
from secondcoder.study.walk import COPIES, walk

MOST_NAMED = 12
"""Files that one note names; it counts the others."""
OTHER_KINDS = "files of kinds that are not read"
"""Why files of other endings are passed over."""
_ABOUT = re.compile(
    r"(read ?me|sources?|licen[cs]e|copying|notice|change ?log|citation|authors|codebook|guide|"
    r"topic guide|protocol|notes?|memos?|consent.*"
    r"|(?:participant |patient |study )?information (?:sheet|letter|leaflet)"
    r"|transcri(?:ption|pt) (?:notes|conventions|key|rules|symbols|legend|guidelines)"
    r"|ethics.*(?:approval|application|letter|protocol|form)|data management plan|debrief.*"
    r"|recruitment (?:flyer|letter|email|poster|text)|cover letter|research proposal"
    r"|project (?:plan|proposal)|risk assessment)(?: v?\d+| final| draft)*"
)
_ANYWHERE = re.compile(
    r"\w*leitf[aä]den|\w*leitfaden|\w*intervjuguide|\w*interviewguide|\w*guideline|guion|guión|guião"
    r"|roteiro|scenariusz|kwestionariusz|dyspozycje|zgoda|spørreskjema|spørgeskema|spørgeguide"
    r"|enkät|frågeguide|missivbrev|informationsbrev"
    r"|informasjonsskriv|infobrev|informationsblatt|haastattelurunko|suostumus|lomake|souhlas|osnova|topiclijst|vragenlijst|fragebogen|questionnaire|cuestionario|questionário"
    r"|questionario|einwilligung\w*|einverständnis\w*|datenschutz\w*|consentement|consentimiento"
    r"|consentimento|toestemming\w*|samtykke\w*|samtycke\w*|\w*transkriptionsregeln|codebuch"
    r"|kodebuch|kodebok|codeboek|kodebog"
)
_PEOPLE = re.compile(
    r"participants?|demographics|sample|interviewees|respondents|teilnehmer\w*|befragte|probanden"
    r"|soziodemograph?\w*|deltagere?|deltakere?|informanter|participantes|participantes?"
    r"|partecipanti|deelnemers|uczestnicy|rozmówcy|osallistujat|ucastnici|účastníci"
)
_CHARACTERS = ("提纲", "提綱", "访谈指南", "备忘录", "備忘錄", "ガイド", "メモ", "دليل", "가이드")
_GUIDE_WORDS = frozenset(
    """
    guide guides guia guía guida schedule traccia grille questions memo list lijst interview
    interviews topic topics question discussion focus group groups fokusgruppe the study draft final
    version entretien d de da do di la per l intervista entrevista entrevistas discusión en of for
    english german deutsch semi structured
    """.split()
)
_GUIDES = frozenset("guide guides guia guía guida schedule traccia grille questions".split())
_WRITTEN_UP = re.compile(r"(report|paper|article|manuscript|thesis|preprint|publication)( .*)?")


@dataclass(frozen=True, slots=True)
class FilesFound:
    """The files that can be read, relative to the folder, in order, and the others."""

    files: tuple[str, ...]
    over: tuple[tuple[str, tuple[str, ...]], ...]
    """Why files are passed over, and which."""

    @property
    def notes(self) -> tuple[str, ...]:
        """A note for each reason, with the first files."""
        return tuple(f"passed over, {why}: {_named(paths)}" for why, paths in self.over)


def study_files(folder: Path, readable: frozenset[str]) -> FilesFound:
    """Return the files with these endings in the folder and the folders in it."""
    files: list[str] = []
    over: dict[str, list[str]] = {}
    for path, reason in walk(folder):
        if path in COPIES:
            continue
        known = PurePosixPath(path).suffix.lower() in readable
        why = reason or ("" if known else OTHER_KINDS)
        if why:
            over.setdefault(why, []).append(path)
        else:
            files.append(path)
    passed = tuple((why, tuple(paths)) for why, paths in over.items())
    return FilesFound(tuple(sorted(files)), passed)


def _named(paths: Sequence[str]) -> str:
    more = len(paths) - MOST_NAMED
    return ", ".join(paths[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def why_left_out(path: str) -> str:
    """Return why a text is not taken for material, by its name; empty if it is."""
    name = loosely(PurePosixPath(path).stem)
    if is_named_codebook(name) and "framework" not in name:
        return (
            "by its name it is a codebook, and no codes were found in it; save it as .csv or "
            ".xlsx, or set it in Word as a table, or each code as a heading with its definition "
            "below"
        )
    if is_about(name):
        return "by its name it is about the study and not its material (guide, memo, consent, …)"
    if _WRITTEN_UP.fullmatch(name):
        return "by its name it is the study's report; add it under [[documents]] if it is material"
    return ""


def is_people(path: str) -> bool:
    """Say whether a file describes the participants, by its name."""
    return any(map(_PEOPLE.fullmatch, loosely(PurePosixPath(path).stem).split()))


def is_about(name: str) -> bool:
    """Say whether a file or sheet of this name is about the study and not its material."""
    name = loosely(name)
    words = re.findall(r"[^\W\d_]+", name)
    if _ABOUT.fullmatch(name) or any(map(_ANYWHERE.fullmatch, words)):
        return True
    if words and {"memo", "memos"} & {words[0], words[-1]}:
        return True
    guides = set(words) & _GUIDES
    return bool(guides and set(words) <= _GUIDE_WORDS) or any(one in name for one in _CHARACTERS)
