"""A study's folder and configuration to the material of a run."""

from pathlib import Path

from secondcoder.passages.segment import CutSettings, cut_passages
from secondcoder.passages.sentences import SpacySentences
from secondcoder.reading.codes.codebook import read_codebook
from secondcoder.reading.codes.coded import coded_cells
from secondcoder.reading.codes.coding import read_coding
from secondcoder.reading.codes.machines import read_machines
from secondcoder.reading.documents.documents import read_documents
from secondcoder.reading.files.text import encoding_notices, noting_files
from secondcoder.records.study import Notice, StudyMaterial
from secondcoder.study.imported_rounds import rounds_said
from secondcoder.study.schema import StudyConfig


@noting_files()
def load_material(folder: Path, config: StudyConfig) -> StudyMaterial:
    """Read everything that the configuration names; paths count from ``folder``.

    Notices come in the order of reading, each once; inputs in alphabetical order, each once.
    """
    documents = read_documents(
        folder, config.documents_with_speakers, coded=coded_cells(folder, config.coding)
    )
    cut = cut_passages(
        documents.documents,
        CutSettings(**config.passages.model_dump()),
        sentences=SpacySentences(config.model.language),
    )
    notices: list[Notice] = [*documents.notices, *cut.notices]
    inputs = set(documents.inputs)
    codebook = coding = None
    if config.codebook:
        codebook_read = read_codebook(folder, config.codebook)
        codebook = codebook_read.codebook
        notices += codebook_read.notices
        inputs |= set(codebook_read.inputs)
    if people := config.coding_of_people:
        coding_read = read_coding(
            folder,
            people,
            places=[place for place, one in enumerate(config.coding, 1) if not one.machine],
            codebook=codebook,
            documents=documents.documents,
            passages=cut.passages,
            trials=config.on_trial,
            set_aside={left.id: left.what for _, left in documents.left_out if left.id},
        )
        coding = coding_read.coding
        notices += coding_read.notices
        inputs |= set(coding_read.inputs)
    books = {n: read_codebook(folder, r.codebook) for n, r in config.rounds.items() if r.codebook}
    inputs |= {one for book in books.values() for one in book.inputs}
    notices += rounds_said(config, coding)
    machines = read_machines(
        folder,
        config.coding,
        codebook=codebook,
        documents=documents.documents,
        passages=cut.passages,
    )
    notices += machines.notices
    inputs |= set(machines.inputs)
    return StudyMaterial(
        title=config.title,
        documents=documents.documents,
        passages=cut.passages,
        codebook=codebook,
        coding=coding,
        notices=tuple(dict.fromkeys((*encoding_notices(), *notices))),
        inputs=tuple(sorted(inputs)),
        machines=machines.machines,
        codebooks={name: book.codebook for name, book in books.items()},
    )


@noting_files()
def load_codebook(folder: Path, config: StudyConfig) -> StudyMaterial:
    """Read the codebook alone, of a study without texts."""
    read = read_codebook(folder, config.codebook) if config.codebook else None
    return StudyMaterial(
        title=config.title,
        documents=(),
        passages=(),
        codebook=read.codebook if read else None,
        coding=None,
        notices=tuple(dict.fromkeys((*encoding_notices(), *(read.notices if read else ())))),
        inputs=tuple(sorted(read.inputs)) if read else (),
    )
