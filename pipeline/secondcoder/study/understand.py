"""A study that was loaded and read to the account of what was understood of it."""

from collections.abc import Callable, Sequence

from secondcoder.errors import SecondcoderError
from secondcoder.records.account import Account
from secondcoder.records.study import StudyMaterial
from secondcoder.study.account import account_of
from secondcoder.study.beside import files_beside
from secondcoder.study.language import language_of
from secondcoder.study.load import LoadedStudy


def understood(
    loaded: LoadedStudy, material: StudyMaterial, *, encoder_reads: Callable[[Sequence[str]], str]
) -> Account:
    """Return the account; ``encoder_reads`` says which languages encoders of these names read."""
    notices = (*loaded.notices, *material.notices)
    read = {path for path, _ in material.inputs}
    config = loaded.config
    return account_of(
        material,
        config,
        notices,
        beside=files_beside(loaded.folder, read, notices, meant=config.leave_out),
        language=language_of(passage.text for passage in material.passages),
        encoder_reads=encoder_reads(config.model.names),
    )


def refuse_alarms(account: Account) -> None:
    """Refuse to go on where the result would be void."""
    alarms = account.alarms
    if not alarms:
        return
    told = [f"{alarm.file}: {alarm.message}" if alarm.file else alarm.message for alarm in alarms]
    ways = dict.fromkeys(alarm.way_out for alarm in alarms)
    first = "this study was not understood, and its result would be void"
    raise SecondcoderError(
        f"{first}:" + "".join(f"\n  {one}" for one in told),
        hint="In study.toml (secondcoder init writes one): "
        + "; or: ".join(ways)
        + ". To go on all the same, add --anyway.",
    )
