"""What cut a line: the limit over a window or the shared ceiling, what it had left, and what came of it."""

from __future__ import annotations

from functools import cache

from generator.rules.cuts import Cut, Share
from generator.statements.forms import Form
from generator.statements.rendering import Pieces
from generator.statements.wording import Wording
from generator.terms.numerals import MINOR_DIGITS

_HOLES = ("rounded", "limit", "left", "ceiling", "together")


class CutWriter:
    """Writes the rows that stand before the amount of lines of one clause, in one period and language."""

    def __init__(self, say: Wording, pieces: Pieces, clause: int, name: str) -> None:
        """`clause` is a place in the period's clauses; `name` is what the facts call a line."""
        self._say, self._pieces, self._clause, self._name = say, pieces, clause, name
        self._version = say.period.clauses[clause][2]
        self._form = cache(self._form_of)

    def ending(self, cut: Cut) -> str:
        """What stands before the amount of a line that was cut."""
        words = self._say.words
        if cut.share is not None:
            return str(words["in_proportion"])
        return str(words["no_more_off" if self._version.takes else "no_more"])

    def rows(self, cut: Cut) -> str:
        """The rows of a line that was cut."""
        minor, limit, share = self._minor, cut.limit, cut.share
        return self._form(cut.capped, limit is not None, share is not None).filled(
            rounded=minor(cut.rounded),
            limit="" if limit is None else minor(limit.most),
            left="" if limit is None else minor(limit.left),
            ceiling="" if share is None else self._exact(share),
            together="" if share is None else minor(share.together),
        )

    def _minor(self, amount: int) -> str:
        return self._say.amounts(self._clause, [amount])[0]

    def _exact(self, share: Share) -> str:
        """A ceiling is not rounded before it is shared."""
        return self._say.exactly(share.left / 10**MINOR_DIGITS, self._say.terms.currency)

    def _form_of(self, capped: bool, limited: bool, shared: bool) -> Form:
        fixed: dict[str, object] = {
            "clause": self._name,
            "begins": self._say.ending(capped, taken=False),
            "per": self._version.cap.per if limited else "",
            "shared": "",
        }
        if shared:
            name = self._version.ceiling
            ceiling = self._say.period.ceilings[name]
            fixed |= {
                "name": name,
                "title": self._say.title(f"ceiling/{name}"),
                "shared": ceiling.shared,
                "whose": f"together_{ceiling.shared}_{ceiling.of}",
            }
        return self._pieces.form("cut", fixed, *_HOLES)
