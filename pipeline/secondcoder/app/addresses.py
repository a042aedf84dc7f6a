"""Which address is answered by which page."""

from collections.abc import Callable
from dataclasses import dataclass

from secondcoder.app.pages import correcting, reading, results, running, settings, studies
from secondcoder.app.shown import Inline
from secondcoder.app.web import Visit
from secondcoder.review.web import Answer

Handler = Callable[[Visit], Answer | Inline]


@dataclass(frozen=True, slots=True)
class At:
    """An address and what answers it."""

    path: str
    get: Handler | None = None
    post: Handler | None = None
    files: bool = False
    """Whether its form may bring files."""


ADDRESSES = (
    At("/", studies.studies),
    At("/new", studies.new, studies.make, files=True),
    At("/demonstration", post=studies.demonstrate),
    At("/stop", post=studies.stop),
    At("/folder", post=studies.choose_folder),
    At("/s/{study}", reading.study),
    At("/s/{study}/file/{file}", reading.file),
    At("/s/{study}/correct", post=correcting.correct),
    At("/s/{study}/undo", post=correcting.undo),
    At("/s/{study}/unread", post=correcting.make_readable),
    At("/s/{study}/files", post=correcting.add, files=True),
    At("/s/{study}/settings", settings.settings, settings.change),
    At("/s/{study}/run", running.run, running.start),
    At("/s/{study}/run/state", running.state),
    At("/s/{study}/run/cancel", post=running.stop),
    At("/s/{study}/results", results.overview),
    At("/s/{study}/who", post=results.who),
    At("/s/{study}/result/{run}/reveal", post=results.reveal),
    At("/s/{study}/result/{run}/table/{table}", results.table),
    At("/s/{study}/result/{run}/file/{name:path}", results.show),
    At("/s/{study}/result/{run}/download/{name}", results.download),
    At("/s/{study}/result/{run}/review", post=results.review),
    At("/s/{study}/result/{run}/review/close", post=results.close_review),
    At("/s/{study}/forget", post=studies.forget),
)
