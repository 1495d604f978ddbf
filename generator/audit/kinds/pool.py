"""The pool: a fund that everybody who earns it shares, cut to whole smallest steps, and what becomes of the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from generator.audit.amounts import OwnTerm
from generator.audit.carrier_sentences import CARRIERS, WINDOWS, each
from generator.audit.conditions import Condition
from generator.audit.sections import Section
from generator.audit.shapes import NotUnderstood, Vocabulary
from generator.audit.terms import Carriers
from generator.audit.terms_network import Pool
from generator.audit.walk import need_members, one_of


def _pays() -> dict[str, dict[str, str]]:
    return {
        f"pays.{per}": each(
            per,
            "this rule shares out a fund: {fund:amount}.",
            "по этому правилу делится фонд: {fund:amount}.",
        )
        for per in WINDOWS
    }


KEPT = "remainder.kept"

VOCABULARY = Vocabulary(
    {
        **_pays(),
        "shared.by": {
            "en": "The part of a partner who earns is to the whole fund as the partner's {by:ref} is to the sum of "
            "{by_sum:ref} of all partners who earn; whoever has a {by_none:ref} of zero or below has no part.",
            "ru": "Доля партнёра, который получает выплату, относится ко всему фонду так же, как его показатель "
            "«{by:ref}» — к сумме показателя «{by_sum:ref}» всех, кто получает выплату; у кого показатель "
            "«{by_none:ref}» равен нулю или меньше, доли нет.",
        },
        "shared.equally": {
            "en": "The fund is shared in equal parts among all partners who earn.",
            "ru": "Фонд делится поровну между всеми партнёрами, которые получают выплату.",
        },
        "cut": {
            "en": "Each part, and what goes to the house, is cut to as many decimals as lines have.",
            "ru": "Каждая доля и то, что остаётся у компании, округляются вниз до того числа знаков, которое есть у "
            "строк.",
        },
        "remainder.steps": {
            "en": "What the cuts leave is given out in smallest steps, one for each part, those from which most was "
            "cut first; parts from which equally much was cut all get one, or neither they nor any later ones do. "
            "What cannot be given out in this way goes to the house.",
            "ru": "То, что остаётся от округления, раздаётся наименьшими шагами, по одному на долю, начиная с тех, от "
            "которых отброшено больше всего; доли, от которых отброшено поровну, получают по шагу все вместе, а если "
            "на всех не хватает, не получают ни они, ни следующие. Что так раздать нельзя, остаётся у компании.",
        },
        "remainder.house": {
            "en": "What the cuts leave goes to the house.",
            "ru": "То, что остаётся от округления, остаётся у компании.",
        },
        "remainder.kept": {
            "en": "What the cuts leave is left for the next window, and is not cut itself.",
            "ru": "То, что отброшено при округлении, переходит в остаток; сам остаток не округляется.",
        },
        "added.kept": {
            "en": "What was left of the fund in the window before is added to it.",
            "ru": "К нему прибавляется остаток фонда предыдущего окна.",
        },
        "last.kept": {
            "en": "When this rule has no next window, or the version in force in it does not add what was left, what "
            "is left goes to the house.",
            "ru": "Если следующего окна у этого правила нет или действующая в нём редакция не прибавляет остаток, он "
            "остаётся у компании.",
        },
        "nobody.house": {
            "en": "When nobody has a part, the whole fund goes to the house.",
            "ru": "Если доли нет ни у кого, весь фонд остаётся у компании.",
        },
        "nobody.kept": {
            "en": "When nobody has a part, the whole fund is left for the next window.",
            "ru": "Если доли нет ни у кого, весь фонд переходит в остаток.",
        },
        "not_above_zero.house": {
            "en": "A fund that is not above zero is not shared, and nothing is taken.",
            "ru": "Фонд, который не больше нуля, не делится, и ничего не удерживается.",
        },
        "not_above_zero.kept": {
            "en": "A window whose own amount is not above zero adds nothing to the fund, and nothing is taken from "
            "what was left before.",
            "ru": "Окно, собственная сумма которого не больше нуля, ничего не прибавляет к фонду, и из прежнего "
            "остатка ничего не удерживается.",
        },
        "beside": {
            "en": "What the factor adds is paid on top of the fund, and what it takes away stays with the house "
            "without a line.",
            "ru": "То, что прибавляет множитель, выплачивается сверх фонда, а то, что он убавляет, остаётся у компании "
            "без отдельной строки.",
        },
        "not_given_on.house": {
            "en": "What is taken from a part after that is not given to the others.",
            "ru": "То, что после этого убавлено от доли, другим не передаётся.",
        },
        "not_given_on.kept": {
            "en": "What is taken from a part after that is given neither to the others nor to the next window.",
            "ru": "То, что после этого убавлено от доли, не передаётся ни другим, ни на следующее окно.",
        },
    }
)


def read(section: Section, earns: Condition | None, carriers: Carriers) -> Pool:
    """The terms that a section states; NotUnderstood where they do not fit together."""
    thing = section.thing
    said = section.said(VOCABULARY)
    pays, shared = one_of(said, "pays", thing), one_of(said, "shared", thing)
    for name in ("cut", "nobody", "not_above_zero"):
        one_of(said, name, thing)
    remainder = one_of(said, "remainder", thing).key
    _check_rest(set(said), remainder == KEPT, thing)
    if section.tables:
        raise NotUnderstood(f"{thing} has a table beside its fund")
    need_members(section)
    if carriers.floor is not None or carriers.once or "existing" in section.said(CARRIERS):
        raise NotUnderstood(f"{thing} carries what a pool cannot")
    bounded = carriers.cap, carriers.limit, carriers.best_of or None, carriers.ceiling or None
    given_on = any(key.startswith("not_given_on.") for key in said)
    if ("beside" in said) != (carriers.times is not None) or given_on != any(bounded):
        raise NotUnderstood(f"{thing} does not say what becomes of a part that is made larger or smaller")
    named = {one for name, one in ((name, shared.target(name)) for name in shared.parts)}
    if len(named) > 1:
        raise NotUnderstood(f"{thing} is shared by several figures: {sorted(named)}")
    fund = pays.amount("fund")
    if isinstance(fund, OwnTerm):
        raise NotUnderstood(f"{thing} has a fund that is each partner's own")
    return Pool(
        fund,
        named.pop().removeprefix("metric/") if named else "",
        remainder == "remainder.steps",
        remainder == KEPT,
        earns,
        pays.key.partition(".")[2],
        carriers,
    )


def _check_rest(said: set[str], kept: bool, thing: str) -> None:
    """All sentences say the same of what is not shared: it stays in the fund, or it goes to the house."""
    if kept and not {"added.kept", "last.kept"} <= said:
        raise NotUnderstood(f"{thing} keeps what is left, and does not say when it is added or that it ends")
    other = sorted(key for key in said if key.endswith(".house" if kept else ".kept"))
    if other:
        raise NotUnderstood(f"{thing} says two things of what is left: {other}")


@dataclass(frozen=True)
class Portion:
    """What falls to one partner: exactly, and as it is given out."""

    exact: Fraction
    given: Fraction


@dataclass(frozen=True)
class Shared:
    """A fund shared out: the portions, what they were shared by altogether, and what is left of it, exactly."""

    portions: Mapping[str, Portion]
    together: Fraction
    left: Fraction


def cut(value: Fraction, digits: int) -> Fraction:
    """A sum above zero without what lies beyond some decimals."""
    return Fraction(value * 10**digits // 1, 10**digits)


def shared_out(fund: Fraction, weights: Mapping[str, Fraction], digits: int, by_steps: bool) -> Shared:
    """Share a fund above zero in proportion to weights, all of them above zero."""
    together = sum(weights.values(), Fraction(0))
    exact = {who: fund * weight / together for who, weight in weights.items()}
    given = {who: cut(value, digits) for who, value in exact.items()}
    left = fund - sum(given.values(), Fraction(0))
    if by_steps:
        step = Fraction(1, 10**digits)

        def lost(who: str) -> Fraction:
            return exact[who] - given[who]

        falling = sorted((who for who in exact if lost(who)), key=lambda who: -lost(who))
        for _, equal in groupby(falling, key=lost):
            group = list(equal)
            if len(group) * step > left:
                break
            left -= len(group) * step
            given |= {who: given[who] + step for who in group}
    return Shared({who: Portion(exact[who], given[who]) for who in exact}, together, left)
