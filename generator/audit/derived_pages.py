"""Reads metrics made of other metrics, of a partner's place in a tree, or of dates, from their sections."""

from __future__ import annotations

from fractions import Fraction

from generator.audit.definitions import Metric, Operand, Scope
from generator.audit.pages import Piece
from generator.audit.said_figures import Words, figure_in, rounding_of, shares_of, steps_of, unit_of
from generator.audit.said_scopes import OF_SCOPES, having_of, scope_of, with_tests
from generator.audit.shapes import NotUnderstood, Said


def _operand(pieces: list[Piece]) -> Operand:
    one = pieces[0]
    if one.kind == "ref":
        if not one.target.startswith("metric/"):
            raise NotUnderstood(f"{one.target} is no metric")
        shift = pieces[1].figure if len(pieces) > 1 else None
        if shift is not None and (not isinstance(shift.value, Fraction) or shift.value.denominator != 1):
            raise NotUnderstood(f"{pieces[1].text!r} is no number of periods")
        return Operand(one.target.removeprefix("metric/"), int(shift.value) if shift is not None else 0)  # type: ignore[arg-type]
    if one.figure is None or not isinstance(one.figure.value, Fraction):
        raise NotUnderstood(f"{one.text!r} is no figure")
    return Operand(figure=one.figure.value, unit=one.figure.unit)


def _operands(pieces: list[Piece]) -> tuple[Operand, ...]:
    """All operands of a sum; a number of periods belongs to the metric before it."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        late = piece.figure is not None and piece.figure.unit == "periods"
        if late and groups and groups[-1][0].kind == "ref" and len(groups[-1]) == 1:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return tuple(_operand(group) for group in groups)


def derived(words: Words, value: Said, kind: str, ladders: dict[str, str]) -> Metric:
    """A metric that reads no rows itself, from what its section says; NotUnderstood where that is not enough."""
    thing, unit = words.thing, unit_of(words)
    allowed = ["value", "window", "unit", "rounding"]
    people = kind in ("over", "members")
    tree = value.key.split(".")[2] if kind in ("recruits", "legs") else ""
    if people:
        allowed += OF_SCOPES
    if kind in ("recruits", "legs"):
        allowed += ["legs", "who", "active", "broken", "having"]
    if kind == "members":
        allowed.append("having")
    if kind in ("ratio", "quotient"):
        allowed.append("absent.zero")
    if kind in ("product", "quotient"):
        allowed.append("percent")
    if kind == "lookup":
        allowed += ["row", "absent.row"]
    if kind == "weighted":
        allowed += ["weight", "weights"]
    if kind == "age_of":
        allowed += ["full", "absent.later"]
    words.only(*allowed)
    if words.need("window").key != "window.reader":
        raise NotUnderstood(f"{thing} has a window of its own")
    weights: tuple[Fraction, ...] = ()
    operands: tuple[Operand, ...] = ()
    if kind == "plus":
        operands = _operands(value.pieces("parts"))
    elif kind == "weighted":
        operands = tuple(_operand(said.pieces("part")) for said in words.lists["weight"])
        weights = tuple(said.number("weight") for said in words.lists["weight"])
        if sum(weights) != words.need("weights").number("total") or sum(weights) != 100:
            raise NotUnderstood(f"the weights of {thing} make {sum(weights)}")
    else:
        operands = tuple(_operand(value.pieces(name)) for name in ("first", "second") if name in value.parts)
    scope = (
        scope_of(words, unit, ladders)
        if people
        else with_tests(words, Scope(kind, tree), unit, ladders)
        if tree
        else Scope()
    )
    if kind == "over" and (operands[0].shift or not operands[0].metric):
        raise NotUnderstood(f"{thing} adds up no metric")
    return Metric(
        thing.removeprefix("metric/"),
        kind,
        unit=_aged(words, value, unit) if kind == "age_of" else unit,
        absent=_absent(words, kind, unit),
        rounding=rounding_of(words),
        scope=scope,
        operands=operands,
        weights=weights,
        steps=steps_of(words, unit) if kind == "lookup" else (),
        when_zero=_when_zero(words, unit, operands),
        percent_is_share=shares_of(words),
        as_of=value.key.split(".")[3] if kind == "age_of" else "last",
        having=having_of(words, kind, ladders) if kind in ("recruits", "legs", "members") else (),
    )


def _aged(words: Words, value: Said, unit: str) -> str:
    if value.key.split(".")[2] != unit or (unit == "days") != (words.may("full") is None):
        raise NotUnderstood(f"{words.thing} does not say how its {unit} are counted")
    return unit


def _absent(words: Words, kind: str, unit: str) -> Fraction:
    name = {"lookup": "absent.row", "age_of": "absent.later"}.get(kind)
    return Fraction(0) if name is None else figure_in(unit, words.need(name), "value", words.thing)


def _when_zero(words: Words, unit: str, operands: tuple[Operand, ...]) -> Fraction | None:
    said = words.may("absent.zero")
    if said is None:
        return None
    if _operand(said.pieces("divisor")) != operands[1] or said.number("zero") != 0:
        raise NotUnderstood(f"{words.thing} does not say what it is where its divisor is zero")
    return figure_in(unit, said, "value", words.thing)
