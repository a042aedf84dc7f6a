"""What a reader should know of how the stages went."""

from secondcoder.records.study import Notice
from secondcoder.study.schema import StudyConfig
from secondcoder.suggesting.entries import bare_names
from secondcoder.suggesting.weigh import Weighed
from secondcoder.themes.discover import BERTOPIC, LARGE, DiscoverySettings
from secondcoder.themes.neighbours import EXACT


def themes_learnt(config: StudyConfig, *, learnt: bool) -> tuple[Notice, ...]:
    """Return what themes rest on where they were to learn from coding."""
    if config.themes.basis != "coding":
        return ()
    if not learnt:
        return (
            Notice(
                "themes from text",
                "themes were to learn from coding, but there is none that may be learnt from: "
                'themes -> basis = "coding" needs coding and suggest -> basis = "coding" as well. '
                "Passages were grouped by what they say.",
            ),
        )
    return (
        Notice(
            "themes learnt from coding",
            "passages were grouped by what they say and by codes learnt from other documents' "
            "coding. That such themes meet codes is no independent finding.",
        ),
    )


def lacking_not_asked(weighed: Weighed) -> tuple[Notice, ...]:
    """Return a notice where a list of bare names cannot tell what it lacks."""
    if not bare_names(weighed.codes):
        return ()
    return (
        Notice(
            "lacking not asked",
            "the codebook is a list of names without definitions or examples: what it may lack is "
            "not looked for, as such hints were wrong nine times in ten, and with coding to learn "
            "from four times in five (docs/quality.md). Add definitions",
        ),
    )


def by_bertopic(settings: DiscoverySettings) -> tuple[Notice, ...]:
    """Return a notice where BERTopic itself groups the passages."""
    if settings.method != BERTOPIC:
        return ()
    return (
        Notice(
            "themes by BERTopic",
            "passages were grouped by BERTopic itself, with its own UMAP and HDBSCAN: it leaves "
            "passages in sparse places in no theme, and its themes have no subthemes",
        ),
    )


def fewer_runs(wanted: DiscoverySettings, used: DiscoverySettings) -> tuple[Notice, ...]:
    """Return a notice where a very large study got fewer runs than were wanted."""
    if wanted == used:
        return ()
    if used.method == BERTOPIC:
        return (
            Notice(
                "fewer runs",
                f"with more than {LARGE:,} passages, the stability of themes rests on "
                f"{used.resamples} samples (not {wanted.resamples})",
            ),
        )
    return (
        Notice(
            "fewer runs",
            f"with more than {LARGE:,} passages, themes rest on {used.seeds} clusterings (not "
            f"{wanted.seeds}) and their stability on {used.resamples} samples (not "
            f"{wanted.resamples})",
        ),
    )


def looked_for(passages: int, settings: DiscoverySettings) -> tuple[Notice, ...]:
    """Return a notice where neighbours are too many to compare every pair."""
    if passages <= EXACT or settings.method == BERTOPIC:
        return ()
    return (
        Notice(
            "neighbours looked for",
            f"with more than {EXACT:,} passages, each passage’s nearest ones are looked for, not "
            "compared pair by pair: a few are missed for others that are nearly as near",
        ),
    )


def in_no_theme(silent: int) -> tuple[Notice, ...]:
    """Return a notice of the passages that themes are not made of, as they say nothing."""
    if not silent:
        return ()
    some = "1 passage" if silent == 1 else f"{silent:,} passages"
    return (
        Notice(
            "no theme",
            f"{some} of nothing but function words, figures or an answer that says nothing (such "
            "as “No.” or “n/a”) can be in no theme",
        ),
    )
