"""Where the database of a project of QualCoder lies."""

from pathlib import Path, PurePosixPath

from secondcoder.errors import SecondcoderError
from secondcoder.reading.files.archive import open_archive
from secondcoder.reading.files.text import read_bytes

DATABASE = "data.qda"


def database_of(path: Path) -> bytes:
    """Return the database of a project: its folder, a zip of that, or the file itself."""
    if path.is_dir():
        return read_bytes(path / DATABASE, name=f"{path.name}/{DATABASE}")
    data = read_bytes(path, name=path.name)
    if not data.startswith(b"PK"):
        return data
    archive = open_archive(path)
    found = [name for name in archive.names if PurePosixPath(name).name == DATABASE]
    if not found:
        raise SecondcoderError(
            f"{path.name}: there is no {DATABASE} in this file",
            hint="Zip the whole folder of the project that ends in .qda.",
        )
    return archive.read(min(found, key=lambda name: (name.count("/"), name)))
