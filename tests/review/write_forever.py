"""Store decisions one after another and print the id of each as soon as it is acknowledged."""

import sys
from pathlib import Path

from secondcoder.decisions.events import Event
from secondcoder.decisions.store import Store, StoredPassage

store = Store(Path(sys.argv[1]))
print("ready", flush=True)  # noqa: T201 - a script
number = 0
while True:
    number += 1
    key = f"{sys.argv[2]}-{number}"
    event = Event(
        kind="verdict",
        reviewer="Mira",
        run="run",
        passage=key,
        code="c",
        verdict="applies",
        note="n" * 200,
    )
    stored = store.add([event], [StoredPassage(key, "Group", 0, "words " * 50)])
    print(stored[0].id, key, flush=True)  # noqa: T201 - a script
