"""The demonstration study, which is fictional and comes with the program."""

from secondcoder.file_names import in_order, relative_name
from secondcoder.reading.files.text import read_bytes
from secondcoder.resources import resource_folder
from secondcoder.study.toml import CONFIG_NAME
from secondcoder.study.walk import walk


def demonstration_files() -> dict[str, bytes]:
    """Return its files by their names within it, without any result."""
    shipped = resource_folder("data") / "demo"
    names = [CONFIG_NAME, *(name for name, passed_over in walk(shipped) if not passed_over)]
    paths = in_order(shipped / name for name in names)
    return {relative_name(shipped, path): read_bytes(path, name=path.name) for path in paths}
