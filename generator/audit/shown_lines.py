"""What a statement must show of its lines: their names, figures, workings and words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from generator.audit.kinds import Line, rule_of
from generator.audit.numerals import Value
from generator.audit.promise import Clause, Edition
from generator.audit.terms import Bracket, Commission, FixedBonus
from generator.audit.terms_network import AnyTerms, Differential, LevelCommission, Matching
from generator.audit.wording import Tongue


@dataclass(frozen=True)
class Wanted:
    """One figure that a statement must show, and the finding where it shows another."""

    unit: str
    value: Value
    slug: str


def is_numbered(clause: Clause) -> bool:
    """Whether a rule may have several lines on one statement, which are numbered then."""
    terms = clause.terms
    if terms is None:
        return False
    recruits = isinstance(terms, FixedBonus) and terms.recruit is not None
    return terms.per != "period" or recruits or isinstance(terms, LevelCommission | Matching)


def lines_by_name(lines: Sequence[Line]) -> dict[str, Line]:
    """Lines by the names under which a statement shows them: that of the rule, numbered where there may be several."""
    found: dict[str, Line] = {}
    told: dict[str, int] = {}
    for line in lines:
        clause = rule_of(line)
        told[clause.id] = told.get(clause.id, 0) + 1
        found[f"{clause.id}:{told[clause.id]}" if is_numbered(clause) else clause.id] = line
    return found


def pseudonyms(lines: Sequence[Line]) -> dict[str, int]:
    """The number that stands for each other partner, in the order in which they first appear among the lines."""
    found: dict[str, int] = {}
    for line in lines:
        other = _other(line)
        if other:
            found.setdefault(other, len(found) + 1)
    return found


def _other(line: Line) -> str:
    return (line.unit.recruit or line.unit.source) if line.unit is not None else ""


def base_of(clause: Clause, edition: Edition) -> tuple[str, str] | None:
    """What a line's base is called and its unit; None where a line shows none."""
    terms = clause.terms
    if not isinstance(terms, Commission | LevelCommission | Differential):
        return None
    if terms.base.startswith("measure/"):
        return terms.base, edition.measures[terms.base.removeprefix("measure/")].unit
    return f"metric/{terms.base}", edition.metrics[terms.base].unit


def figures_of(
    line: Line, edition: Edition, titles: dict[str, str], others: dict[str, int]
) -> Iterator[tuple[str, Wanted]]:
    """Every figure of one line."""
    clause = rule_of(line)
    money, terms, unit = edition.currency, clause.terms, line.unit
    yield "amount", Wanted(money, line.amount, "line-amount-differs")
    base = base_of(clause, edition)
    if base is not None and line.base is not None:
        yield "base", Wanted(base[1], line.base, "line-basis-differs")
    if unit is not None and is_numbered(clause):
        if _has_window(clause):
            yield "first", Wanted("date", unit.window.first, "line-part-differs")
            yield "last", Wanted("date", unit.window.last, "line-part-differs")
        if unit.row is not None:
            yield "day", Wanted("date", unit.day, "line-part-differs")
        if unit.depth is not None:
            yield "depth", Wanted("count", Fraction(unit.depth), "line-part-differs")
        if _other(line):
            yield "source", Wanted("count", Fraction(others[_other(line)]), "line-part-differs")
    if not has_steps(line):
        return
    yield "exact", Wanted(money, line.exact, "line-amount-differs")
    for number, part in enumerate(line.parts, start=1):
        name, wanted = "row", Wanted("count", Fraction(part.row), "line-part-differs")
        if isinstance(terms, Commission):
            name, wanted = _row_of(terms, part.row, edition, titles)
        yield f"part.{number}.{name}", wanted
        yield (
            f"part.{number}.base",
            Wanted(base[1] if base else money, part.portion or Fraction(0), "line-part-differs"),
        )
        yield f"part.{number}.rate", Wanted("percent", part.rate or Fraction(0), "line-part-differs")
        yield f"part.{number}.product", Wanted(money, part.amount, "line-part-differs")


def _has_window(clause: Clause) -> bool:
    terms = clause.terms
    return terms is not None and terms.per not in ("period", "sale", "sale_line", "event")


def _keys(row: Bracket) -> list[str]:
    found = {
        "tier": row.tier is not None,
        "segment": bool(row.segment),
        "product": bool(row.product),
        "when": row.when is not None or row.otherwise,
        "from": row.at_least is not None,
    }
    return [name for name, there in found.items() if there]


def _row_of(terms: Commission, number: int, edition: Edition, titles: dict[str, str]) -> tuple[str, Wanted]:
    """How a step names the row of its table."""
    row = terms.rows[number - 1]
    keys = _keys(row)
    slug = "line-part-differs"
    if keys == ["from"]:
        kind, _, name = terms.chosen_by.rpartition("/")
        known = edition.measures if kind == "measure" else edition.metrics
        return "from", Wanted(known[name].unit, row.at_least or Fraction(0), slug)
    if keys == ["tier"]:
        return "tier", Wanted("text", titles.get(f"tier/{row.tier}", ""), slug)
    if keys == ["segment"]:
        return "segment", Wanted("text", titles.get(f"segment/{row.segment}", ""), slug)
    if keys == ["product"]:
        return "product", Wanted("text", row.product, slug)
    return "row", Wanted("count", Fraction(number), slug)


def has_steps(line: Line) -> bool:
    """Whether a statement shows the workings of a line."""
    terms = rule_of(line).terms
    if isinstance(terms, Commission):
        return is_worked(terms)
    if not isinstance(terms, LevelCommission | Matching):
        return False
    carried = terms.carriers.times is not None or terms.carriers.floor is not None
    subtracted = isinstance(terms, LevelCommission) and terms.less is not None
    # A line of several rows, passed up from people of several tiers, has no single product.
    return len(line.parts) == 1 and not (carried or subtracted or terms.walk.added)


def is_worked(terms: Commission) -> bool:
    """Whether a statement shows the steps: plain rates on a base that itself chooses the rows, or is taken whole."""
    plain = all(row.rate is not None for row in terms.rows)
    carried = terms.carriers.times is not None or terms.carriers.floor is not None
    return plain and not carried and not (terms.mode == "slice" and terms.base != terms.chosen_by)


def _summary(terms: AnyTerms | None) -> str:
    """What is said of a line without steps."""
    if terms is None or isinstance(terms, FixedBonus):
        return "bonus"
    if terms.carriers.times is not None or terms.carriers.floor is not None:
        return "carried"
    if not isinstance(terms, Commission):
        return "as rule"
    if all(row.pays == "amount" for row in terms.rows):
        return "amount"
    if terms.mode == "slice" and terms.base != terms.chosen_by:
        return "shared"
    return "by row"


def words_of(line: Line, edition: Edition, titles: dict[str, str], tongue: Tongue) -> str:
    """All words of one line, a box for each figure and mark."""
    clause, say = rule_of(line), tongue.say
    terms, unit = clause.terms, line.unit
    about: list[str] = []
    if unit is not None and is_numbered(clause):
        about += [say("window")] if _has_window(clause) else []
        about += [say("row")] if unit.row is not None else []
        about += [say("depth")] if unit.depth is not None else []
        about += [say("source partner")] if _other(line) else []
    base = base_of(clause, edition)
    head = say("line", title=titles.get(clause.id, ""))
    if base is not None:
        head += say("line base", base=titles.get(base[0], ""))
    head += "".join(about)
    if has_steps(line):
        rows = terms.rows if isinstance(terms, Commission) else ()
        single = [_keys(rows[part.row - 1]) if rows else ["row"] for part in line.parts]
        steps = [say(_STEPS.get(keys[0], "row step") if len(keys) == 1 else "row step") for keys in single]
        end = say("capped" if line.capped else "rounded")
        return f"{head} {say('worked', steps=' '.join(steps), end=end)}"
    return f"{head}; {say(_summary(terms))}"


_STEPS = {"from": "step", "tier": "named step", "segment": "named step", "product": "named step"}
