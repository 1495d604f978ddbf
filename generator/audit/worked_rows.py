"""Which rows the workings of a line have, and whether it has workings at all: a long tail of rows stands together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from generator.audit.amounts import Amount, Fixed
from generator.audit.kinds import Line, Part, is_limited, rule_of
from generator.audit.telling import reads_metric
from generator.audit.terms import Attainment, Bracket, Commission, FixedBonus
from generator.audit.terms_legs import Binary
from generator.audit.terms_money import Deduction, Guarantee
from generator.audit.terms_network import Differential, LevelCommission, Matching, NetworkTerms

MANY = 12  # of rows alike; of more only the first are shown one by one, and the rest together
FIRST = 10


@dataclass(frozen=True)
class Rest:
    """Rows that are not shown one by one: how many there are, and what they come to together."""

    count: int
    base: Fraction
    amount: Fraction

    @classmethod
    def of(cls, parts: Sequence[Part]) -> Rest:
        """What some rows come to together."""
        base = sum((part.portion or Fraction(0) for part in parts), Fraction(0))
        return cls(len(parts), base, sum((part.amount for part in parts), Fraction(0)))


def is_worked(line: Line) -> bool:
    """Whether a statement shows the workings of a line: always, but where there is nothing to work out."""
    terms = rule_of(line).terms
    if terms is None or line.draft is None:
        return False
    if isinstance(terms, NetworkTerms | Guarantee | Attainment | Binary):
        return True
    if is_limited(line) or line.cut is not None:
        return True
    if isinstance(terms, Deduction) and (terms.counted is not None or terms.base):
        return True
    carriers = terms.carriers
    plain_cap = carriers.cap is None or isinstance(carriers.cap, Fixed)
    if carriers.times is not None or carriers.floor is not None or not plain_cap:
        return True
    amount = _amount(terms, line.parts)
    return amount is None or reads_metric(amount)


def _amount(terms: Commission | FixedBonus | Deduction, parts: Sequence[Part]) -> Amount | None:
    """The amount that is paid as it stands; None where something is multiplied."""
    if isinstance(terms, Deduction):
        return terms.pay
    if isinstance(terms, FixedBonus):
        return terms.amount
    if len(parts) != 1 or terms.rows[parts[0].row - 1].pays != "amount":
        return None
    row = terms.rows[parts[0].row - 1]
    return row.pay if row.pay is not None else Fixed(parts[0].amount, "")


def rows_of(line: Line) -> list[Part | Rest]:
    """The rows of the workings as they are shown, a long tail of them together."""
    if not is_worked(line):
        return []
    terms, parts = rule_of(line).terms, list(line.parts)
    if isinstance(terms, LevelCommission | Matching):
        return _shortened([part for part in parts if part.portion or part.each is not None])
    if isinstance(terms, Differential):
        own = [part for part in parts if part.what == "own"]
        legs = [part for part in parts if part.what in ("leg", "below", "away")]
        return [*own, *_shortened(legs), *(part for part in parts if part.what == "generation")]
    return [*parts]


def _shortened(parts: list[Part]) -> list[Part | Rest]:
    return [*parts] if len(parts) <= MANY else [*parts[:FIRST], Rest.of(parts[FIRST:])]


def others_in(line: Line) -> list[str]:
    """The partners whom the rows of a line name, in the order of the rows."""
    return [part.who for part in rows_of(line) if isinstance(part, Part) and part.who]


def keys_of(row: Bracket) -> list[str]:
    """The columns by which a row of a table is chosen."""
    found = {
        "tier": row.tier is not None,
        "segment": bool(row.segment),
        "product": bool(row.product),
        "when": row.when is not None or row.otherwise,
        "from": row.at_least is not None,
    }
    return [name for name, there in found.items() if there]
