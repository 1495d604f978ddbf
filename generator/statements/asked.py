"""Whom a partner may ask: mentor, personal manager, support, and a letter begun for each line that may be disputed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from urllib.parse import quote

from markupsafe import Markup, escape

from generator.settlement.asked import Asked
from generator.statements.forms import Form, hole
from generator.statements.rendering import Pieces
from generator.statements.shard import ShardLines
from generator.statements.wording import Wording
from generator.terms.calendar import good_through
from generator.terms.channels import ChannelsVersion
from generator.terms.numerals import day, period_title

_PARTNER = "partner"


class AskedWriter:
    """Writes whom to ask in the statements of one period and language."""

    def __init__(self, say: Wording, pieces: Pieces) -> None:
        self._say = say
        self._pieces = pieces
        self._channels: ChannelsVersion | None = None
        self._whole: Form | None = None
        self._letters: dict[str, Form] = {}
        self._people: dict[Asked, str] = {}

    def parts(
        self,
        channels: ChannelsVersion | None,
        asked: Mapping[int, Asked],
        partners: Sequence[str],
        lines: Sequence[ShardLines],
    ) -> list[str]:
        """The part of each statement; `asked` is by place among the partners, `lines` one a clause of the period."""
        if channels is None and not asked:
            return [""] * len(partners)
        if self._whole is None or channels is not self._channels:
            self._channels, self._letters = channels, {}
            self._whole = self._pieces.form("people", self._shared(channels), "asked", "letters")
        disputed = self._disputed(lines, len(partners)) if channels is not None and channels.disputes else []
        out: list[str] = []
        for at, partner in enumerate(partners):
            if channels is None and at not in asked:
                out.append("")
                continue
            own = self._own(asked[at]) if at in asked else ""
            encoded = str(escape(quote(partner, safe="")))
            letters = (
                [self._letter(thing).filled(partner=encoded) for thing in disputed[at]] if disputed else []
            )
            out.append(self._whole.filled(asked=own, letters="".join(letters)))
        return out

    def _own(self, asked: Asked) -> str:
        """Mentor and manager; many partners have the same."""
        if asked not in self._people:
            self._people[asked] = self._pieces.html("asked", {"asked": asked} | self._words(asked))
        return self._people[asked]

    def _words(self, asked: Asked) -> dict[str, str]:
        """Name and role of the manager in the language of the statement."""
        if asked.manager is None:
            return {"name": "", "role": ""}
        language = self._say.language
        return {"name": asked.manager.name[language], "role": asked.manager.role[language]}

    def _disputed(self, lines: Sequence[ShardLines], size: int) -> list[list[str]]:
        """For each statement the clauses that gave it lines, and the whole."""
        found: list[dict[str, None]] = [{} for _ in range(size)]
        for (clause, _, _), some in zip(self._say.period.clauses, lines, strict=True):
            for at in set(some.at.tolist()):
                found[at][clause] = None
        return [[*own, ""] for own in found]

    def _shared(self, channels: ChannelsVersion | None) -> dict[str, object]:
        """What stands in the part of every statement."""
        through: date | None = None
        if channels is not None and channels.disputes is not None:
            after = self._say.period.period.last + timedelta(days=1)
            through = good_through(after, channels.disputes.within)
        return {"channels": channels, "through": through and day(through, self._say.language)}

    def _letter(self, clause: str) -> Form:
        """A link that begins a letter about the lines of a clause, or about the whole where there is none."""
        if clause not in self._letters:
            assert self._channels is not None
            assert self._channels.disputes is not None
            words = self._say.words
            title = self._say.title(clause) if clause else str(words["dispute_whole"])
            shared = {
                "clause": clause or "statement",
                "title": title,
                "mail": self._channels.disputes.mail,
                "subject": self._encoded(str(words["dispute_subject"]), title),
                "body": self._encoded(str(words["dispute_body"]), title),
            }
            self._letters[clause] = Form(self._pieces.html("letter", shared))
        return self._letters[clause]

    def _encoded(self, words: str, title: str) -> Markup:
        """Words for a link, with a hole for the partner."""
        period = period_title(self._say.period.period, self._say.language)
        pieces = words.split(f"{{{_PARTNER}}}")
        encoded = [
            quote(one.replace("{period}", period).replace("{title}", title), safe="") for one in pieces
        ]
        return hole(_PARTNER).join(Markup(one) for one in encoded)
