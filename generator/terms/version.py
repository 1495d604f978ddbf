"""Dated versions: each thing of an edition is a row of complete versions, and a date picks one of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

from pydantic import Field, PrivateAttr

from generator.source import Fault, Frozen
from generator.terms.quantity import Day
from generator.terms.saying import SayingsBuilder
from generator.terms.text import Text, Wording


class Correction(Frozen):
    """What a correction says to partners: what was wrong, whom it affects, and how they are made whole."""

    wrong: Wording
    affected: Wording
    made_whole: Wording


class Version(Frozen):
    """The dates that every version carries; `ends` is inclusive.

    With `correction` it is a revision of the version above it, which starts on the same day and stays as it was.
    """

    announced: Day
    starts: Day = Field(alias="from")
    ends: Day | None = None
    why: Wording | None = None
    correction: Correction | None = None
    _revision: int = PrivateAttr(default=1)

    @property
    def revision(self) -> int:
        """The number of the revision, as `check_versions` counted it: 1 for what is no correction."""
        return self._revision

    @property
    def address(self) -> str:
        """By what a version of a thing is called: `2026-07-01`, and `2026-07-01-r2` for its correction."""
        return address_of(self.starts, self._revision)


V = TypeVar("V", bound=Version)
_ADDRESS = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-r([2-9]|[1-9]\d+))?")


def address_of(starts: date, revision: int) -> str:
    """The first day of a version or an edition, with the revision where it is not the first."""
    return f"{starts}" if revision == 1 else f"{starts}-r{revision}"


def parse_address(written: str) -> tuple[date, int]:
    """The first day and the revision. Raises ValueError."""
    found = _ADDRESS.fullmatch(written)
    if found is None:
        raise ValueError(f"{written} is no address of a version")
    return date.fromisoformat(found[1]), int(found[2] or 1)


def check_versions(versions: Sequence[Version]) -> None:
    """Raise Fault unless versions start in rising order, end after they start and are announced before."""
    if not versions:
        raise Fault(
            "version-missing",
            "At least one dated version is needed.",
            at=("versions",),
            consequence="Without one it would be in force on no day.",
            cure="Add a row: `- {announced: 2026-06-10, from: 2026-07-01, ...}`.",
        )
    for number, version in enumerate(versions):
        here = ("versions", number)
        if version.ends is not None and version.ends < version.starts:
            raise Fault(
                "version-ends-before-start",
                "This version ends before it starts.",
                at=(*here, "ends"),
                other=(*here, "from"),
                other_label="it starts here",
                consequence="It would be in force on no day.",
                cure="Correct one of the two dates.",
            )
        before = versions[number - 1] if number else None
        if version.correction is not None:
            _check_correction(number, version, before)
            version._revision = versions[number - 1]._revision + 1
            continue
        if version.announced > version.starts:
            raise Fault(
                "announced-after-start",
                "This version starts before it is announced.",
                at=(*here, "announced"),
                other=(*here, "from"),
                other_label="it starts here",
                consequence="Partners would be paid by a rule that they could not have known.",
                cure="Announce first, then start.",
            )
        if before is not None and version.starts <= before.starts:
            same = version.starts == before.starts
            raise Fault(
                "versions-not-ascending",
                "Versions must stand in the order in which they start.",
                at=(*here, "from"),
                other=("versions", number - 1, "from"),
                other_label="the one above starts here",
                consequence="Two versions of the same rule would be in force on one day.",
                cure="Write the oldest version first."
                + (
                    " If this one corrects the one above, say what was wrong in `correction:`."
                    if same
                    else ""
                ),
            )


def _check_correction(number: int, version: Version, before: Version | None) -> None:
    """Raise Fault unless a correction follows what it corrects, on the same first day and announced later."""
    here = ("versions", number)
    if before is None or version.starts != before.starts:
        raise Fault(
            "correction-of-nothing",
            "A correction starts on the same day as the version above it, which it corrects.",
            at=(*here, "from"),
            other=None if before is None else ("versions", number - 1, "from"),
            other_label="the one above starts here",
            consequence="Nobody could say which version was wrong.",
            cure="Leave `correction` out: this is a version of its own."
            if before is None
            else f"Write `from: {before.starts}`; or leave `correction` out, if this is a version of its own.",
        )
    if version.announced <= before.announced or version.announced < version.starts:
        raise Fault(
            "correction-too-early",
            "A correction is announced after the version that it corrects, and not before that has begun.",
            at=(*here, "announced"),
            other=("versions", number - 1, "announced" if version.announced <= before.announced else "from"),
            other_label="announced here" if version.announced <= before.announced else "it begins here",
            consequence="Partners would read of a mistake in a rule before it counted for anybody.",
            cure="Until a version has begun change it where it stands, without a correction; else correct the date.",
        )


def in_force(versions: Sequence[V], on: date) -> V | None:
    """The version in force on a date: the latest that has started and has not ended; of its revisions the last."""
    started = [v for v in versions if v.starts <= on]
    if not started or (started[-1].ends is not None and started[-1].ends < on):
        return None
    return started[-1]


def known_on(versions: Sequence[V], on: date) -> tuple[V, ...]:
    """The versions by which is paid as far as is known on a day: no later corrections, of each the last revision."""
    last = {v.starts: v for v in versions if v.correction is None or v.announced <= on}
    return tuple(last.values())


def superseded_on(versions: Sequence[Version], version: Version) -> date | None:
    """The day on which a version was corrected; None where it stands."""
    after = (v for v in versions if v.starts == version.starts and v.revision == version.revision + 1)
    found = next(after, None)
    return None if found is None else found.announced


def boundaries(versions: Sequence[Version]) -> set[date]:
    """The days on which what is in force changes."""
    days = {v.starts for v in versions}
    return days | {v.ends + timedelta(days=1) for v in versions if v.ends is not None}


_DATES = Text.of(
    en="Announced on {announced}; in force from {starts} until further notice.",
    ru="Объявлено {announced}; действует с {starts} до следующей редакции.",
)
_DATES_WITH_END = Text.of(
    en="Announced on {announced}; in force from {starts} to {ends}, that day included.",
    ru="Объявлено {announced}; действует с {starts} по {ends} включительно.",
)
_CORRECTION = Text.of(
    en="This is a correction: from the same day it holds in place of what was published before, and everything "
    "computed by that is computed anew.",
    ru="Это исправление: с того же дня оно действует вместо опубликованного ранее, а всё посчитанное по прежнему "
    "тексту пересчитывается.",
)


def say_dates(builder: SayingsBuilder, version: Version) -> None:
    """Add the sentence with the dates of a version, and that it is a correction where it is one."""
    slots = {
        "announced": builder.fact("announced", "date", version.announced),
        "starts": builder.fact("from", "date", version.starts),
    }
    if version.ends is None:
        builder.say("dates", _DATES, **slots)
    else:
        builder.say("dates", _DATES_WITH_END, **slots, ends=builder.fact("ends", "date", version.ends))
    if version.correction is not None:
        builder.say("correction", _CORRECTION)


DATED = ("dates", "correction")
"""The sentences of `say_dates`, which pages show apart from the others."""
