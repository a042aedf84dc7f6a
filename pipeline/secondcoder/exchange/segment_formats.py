"""How programs head their tables of coded segments, in English and translated."""

import unicodedata
from dataclasses import dataclass

ROLES = ("text", "code", "document", "coder", "memo")
"""What a column can be; ``code`` and ``memo`` may be several."""
SINGLE = frozenset({"text", "document", "coder", "project"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One program's table: for each role the headings it may have, in lower case."""

    product: str
    signs: tuple[str, ...]
    """Headings that all stand in such a table."""
    text: tuple[str, ...]
    code: tuple[str, ...] = ()
    document: tuple[str, ...] = ()
    coder: tuple[str, ...] = ()
    memo: tuple[str, ...] = ()
    parent: tuple[str, ...] = ()
    """The code above the code, in a column of its own; of several such columns the first is next
    above, and the last at the top."""
    wide: str = ""
    """Begins the headings of columns that each stand for one code."""
    separators: str = "\n;"
    """Signs that part several codes of a cell."""


FORMATS = (
    Format(
        product="MAXQDA",
        signs=("segment", "code", "document name"),
        text=("segment", "preview"),
        code=("code",),
        document=("document name",),
        coder=("created by", "author", "modified by"),
        memo=("comment",),
    ),
    Format(
        product="ATLAS.ti",
        signs=("codes", "document", "quotation content"),
        text=("quotation content",),
        code=("codes",),
        document=("document",),
        coder=("created by", "coded by"),
        memo=("comment",),
    ),
    Format(
        product="ATLAS.ti",
        signs=("codes", "document", "text content"),
        text=("text content",),
        code=("codes",),
        document=("document",),
        coder=("created by", "coded by"),
        memo=("comment",),
    ),
    Format(
        product="ATLAS.ti",
        signs=("codes", "document", "content"),
        text=("content",),
        code=("codes",),
        document=("document",),
        coder=("created by", "coded by"),
        memo=("comment",),
    ),
    Format(
        product="NVivo",
        signs=("coded text",),
        text=("coded text",),
        code=("code", "node", "code name", "hierarchical name"),
        document=("file name", "file", "source name", "source", "name"),
        coder=("coded by", "coded by initials", "user", "initials"),
        memo=("annotation",),
    ),
    Format(
        product="NVivo",
        signs=("reference", "coverage"),
        text=("reference", "text"),
        code=("code", "node", "code name", "hierarchical name"),
        document=("file name", "file", "source name", "source", "name"),
        coder=("coded by", "coded by initials", "user", "initials"),
    ),
    Format(
        product="Dedoose",
        signs=("excerpt copy",),
        text=("excerpt copy",),
        code=("codes applied combined", "codes applied", "codes"),
        document=("media title", "resource title", "document"),
        coder=("excerpt creator", "creator"),
        memo=("memos", "memo"),
        wide="code: ",
        separators="\n;,",
    ),
    Format(
        product="Dedoose",
        signs=("excerpt",),
        text=("excerpt",),
        code=("codes applied combined", "codes applied", "codes"),
        document=("media title", "resource title", "document", "media"),
        coder=("excerpt creator", "creator"),
        memo=("memos", "memo"),
        wide="code: ",
        separators="\n;,",
    ),
    Format(
        product="Hypothes.is",
        signs=("quote", "tags", "user"),
        text=("quote",),
        code=("tags",),
        document=("title", "url", "uri"),
        coder=("user",),
        memo=("text", "comment"),
        separators="\n;,",
    ),
    Format(
        product="QualCoder",
        signs=("coder", "coded", "codename"),
        text=("coded",),
        code=("codename",),
        parent=("category",),
        document=("filename", "file"),
        coder=("coder",),
        memo=("coded_memo",),
        separators="\n",
    ),
    Format(
        product="Quirkos",
        signs=("quirk", "source", "text"),
        text=("text",),
        code=("quirk",),
        parent=("parent quirk", "parent"),
        document=("source",),
        coder=("user", "author", "created by"),
        memo=("comment",),
    ),
    Format(
        product="Delve",
        signs=("snippet", "transcript"),
        text=("snippet",),
        code=("codes", "code", "code name"),
        parent=("parent code",),
        document=("transcript",),
        coder=("coder", "coded by", "created by"),
        memo=("memo", "note"),
        separators="\n;,",
    ),
    Format(
        product="Delve",
        signs=("snippet", "transcript name"),
        text=("snippet",),
        code=("codes", "code", "code name"),
        parent=("parent code",),
        document=("transcript name",),
        coder=("coder", "coded by", "created by"),
        memo=("memo", "note"),
        separators="\n;,",
    ),
    Format(
        product="Taguette",
        signs=("document", "tag", "content"),
        text=("content",),
        code=("tag",),
        document=("document",),
    ),
)
"""The first whose signs all stand in the head of a table."""

_TRANSLATED = {
    "quotation content": "zitatinhalt; contenido de la cita; contenu de la citation; "
    "conteúdo da citação",
    "text content": "textinhalt; contenido del texto; contenido textual; contenu du texte; "
    "conteúdo do texto",
    "content": "inhalt; contenido; contenu; conteúdo",
    "segment": "segmento",
    "coded text": "kodierter text; codierter text; texto codificado; texte encodé; texte codé",
    "reference": "referenz; referencia; référence; referência",
    "coverage": "abdeckung; cobertura; couverture",
    "codes": "kodes; códigos",
    "code": "kode; código",
    "node": "knoten; nodo; nœud; nó",
    "tag": "étiquette; etiqueta; schlagwort",
    "document": "dokument; documento",
    "document name": "dokumentname; nombre del documento; nom du document; nome do documento",
    "file name": "dateiname; nombre del archivo; nombre de archivo; nom du fichier; "
    "nome do arquivo; nome do ficheiro",
    "comment": "kommentar; comentario; commentaire; comentário",
    "created by": "erstellt von; creado por; créé par; criado por",
    "modified by": "bearbeitet von; geändert von; modificado por; modifié par",
    "coded by": "kodiert von; codiert von; codificado por; encodé par; codé par",
}
"""What programs call a heading in German, Spanish, French and Portuguese, by its English."""
_ENGLISH = {name: head for head, names in _TRANSLATED.items() for name in names.split("; ")}


def english(heading: str) -> str:
    """Return a heading in lower case, in English where a program has translated it."""
    head = " ".join(unicodedata.normalize("NFC", heading).casefold().split())
    return _ENGLISH.get(head, head)
