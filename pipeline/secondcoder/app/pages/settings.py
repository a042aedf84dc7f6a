"""Settings of a study."""

from dataclasses import replace

from secondcoder.app.corrections import Change, base_of, make_change
from secondcoder.app.history import steps_to
from secondcoder.app.options import SETTINGS, shown
from secondcoder.app.understanding import config_now
from secondcoder.app.web import Visit
from secondcoder.embedding.models import installed
from secondcoder.review.web import Go, Page
from secondcoder.study.edit import remove, set_value


def settings(visit: Visit) -> Page:
    """Return the settings, those that matter first."""
    found = visit.understood()
    config = found.loaded.config
    offered = [*shown(config, coded=found.material.coding is not None)]
    return Page(
        "settings.html.j2",
        {
            "settings": [(one, one.now(config)) for one in offered if not one.more],
            "others": [(one, one.now(config)) for one in offered if one.more],
            "encoders": installed(),
            "coded": found.material.coding is not None,
            "steps": steps_to(visit.study.folder, config_now(visit.study.folder))[:1],
        },
    )


def change(visit: Visit) -> Go:
    """Write what differs from what was shown."""
    folder = visit.study.folder
    with visit.work.readings.turn(folder):
        base = base_of(visit.work.readings, folder)
        said = []
        for one in SETTINGS:
            if one.id not in visit.form.fields:
                continue
            given, was = visit.field(one.id, limit=500), visit.field(f"was-{one.id}", limit=500)
            if given == was:
                continue
            value = one.value(given)
            text = base.text
            text = (
                remove(text, one.path)
                if value is None
                else set_value(text, one.path, value, reason=one.label)
            )
            base = replace(base, text=text)
            said.append(one.label)
        make_change(visit.work.readings, folder, Change(base.text, "; ".join(said) or "nothing"))
    return visit.go(f"{visit.home}/settings", f"Changed: {'; '.join(said) or 'nothing'}.")
