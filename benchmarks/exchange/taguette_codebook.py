"""What Taguette's own import of a codebook makes of a table of tags.

    python benchmarks/exchange/taguette_codebook.py TAGUETTE codebook.csv

TAGUETTE is a checkout of Taguette; none of it is part of this project. Run this with a Python that
has chardet and sentry-sdk. The file is read by ``taguette.import_codebook``, each tag is held
against ``taguette.validate``; the counts are printed as JSON.
"""

import argparse
import json
import sys
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("taguette", type=Path)
    parser.add_argument("file", type=Path)
    options = parser.parse_args()
    sys.path.insert(0, str(options.taguette.resolve()))
    from taguette import import_codebook, validate

    with options.file.open("rb") as file:
        tags = import_codebook.list_tags(file)
    found = {
        "tags": len(tags),
        "distinct": len({tag["path"] for tag in tags}),
        "valid": sum(validate.tag_path(tag["path"]) for tag in tags),
        "with descriptions": sum(bool(tag["description"]) for tag in tags),
        "first": tags[:2],
    }
    print(json.dumps(found, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
