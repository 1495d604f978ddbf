"""Reads badges, certificates, leaderboards and channels from their binding sentences."""

from __future__ import annotations

from generator.audit.carrier_sentences import CARRIERS
from generator.audit.conditions import Condition
from generator.audit.said_figures import speaks_of
from generator.audit.sections import Section
from generator.audit.sentences_recognition import BADGE, CERTIFICATE, CHANNELS, LEADERBOARD, WINNERS
from generator.audit.shapes import NotUnderstood, Said, Vocabulary
from generator.audit.terms_recognition import Badge, Certificate, Channels, Disputes, Leaderboard, Winners
from generator.audit.walk import one_of

LEAST = 3  # partners in a list, below which nothing may be shown


def read_badge(section: Section, ladders: dict[str, str]) -> Badge:
    """What earns a badge, and for how long."""
    thing = section.thing
    said = section.said(BADGE)
    earned = one_of(said, "earned", thing)
    speaks_of(earned, thing)
    if "judged" not in said:
        raise NotUnderstood(f"{thing} does not say how earlier periods are judged")
    condition = section.condition(_place(section, BADGE, "earned"), ladders)
    return Badge(thing.removeprefix("badge/"), condition, earned.key == "earned.lifetime")


def read_certificate(section: Section) -> Certificate:
    """For which course a certificate is issued, and under which number."""
    thing = section.thing
    said = section.said(CERTIFICATE)
    if set(said) != {"issued", "number"}:
        raise NotUnderstood(f"{thing} does not say who receives it, and under which number")
    speaks_of(said["issued"], thing)
    course = said["issued"].target("course").removeprefix("course/")
    return Certificate(thing.removeprefix("certificate/"), course, said["number"].code("prefix"))


def read_leaderboard(section: Section, ladders: dict[str, str]) -> Leaderboard:
    """Who is ranked by what, over which window, and how much of it is shown."""
    thing = section.thing
    said = section.said(LEADERBOARD)
    ranked = one_of(said, "ranked", thing)
    _, per, *segments = ranked.key.split(".")
    entry = [key for key in said if key.startswith("entry.")]
    needed = {ranked.key, f"belongs.{per}", "ties", f"shown.{per}", "at_least", "consent"}
    if set(section.said(CARRIERS)) != ({f"window.{per}"} if per != "period" else set()):
        raise NotUnderstood(f"{thing} does not say over which days its figure is taken")
    if set(said) - set(entry) != needed or entry not in ([], [f"entry.{per}"]):
        raise NotUnderstood(f"{thing} says {sorted(set(said) ^ needed)}, or does not, of its places")
    best, at_least = said[f"shown.{per}"].number("best"), said["at_least"].number("at_least")
    if best.denominator != 1 or best < 1 or at_least.denominator != 1 or at_least < LEAST:
        raise NotUnderstood(f"{thing} shows {best} places of at least {at_least} partners")
    condition: Condition | None = None
    if entry:
        condition = section.condition(_place(section, LEADERBOARD, "entry"), ladders)
    return Leaderboard(
        thing.removeprefix("leaderboard/"),
        ranked.target("metric").removeprefix("metric/"),
        per,
        int(best),
        int(at_least),
        tuple(one.removeprefix("segment/") for one in ranked.targets("segments")) if segments else (),
        condition,
    )


def read_winners(section: Section) -> Winners:
    """Whose winners are published, and how many must have been ranked."""
    thing = section.thing
    said = section.said(WINNERS)
    if set(said) != {"shown", "at_least", "consent"}:
        raise NotUnderstood(f"{thing} does not say which winners it shows, and when")
    at_least = said["at_least"].number("at_least")
    if at_least.denominator != 1 or at_least < LEAST:
        raise NotUnderstood(f"{thing} shows winners among {at_least} partners")
    return Winners(thing.removeprefix("winners/"), said["shown"].target("contest"), int(at_least))


def read_channels(section: Section, ladders: dict[str, str], zone: str) -> Channels:
    """Whom to ask, when support is there, and who has a personal manager."""
    said = section.said(CHANNELS)
    if "support" not in said or ("opens" in said and "hours" not in said):
        raise NotUnderstood("the channels do not say who answers, and when")
    manager = one_of(said, "manager", "the channels")
    managed: Condition | None = None
    if manager.key == "manager.when":
        managed = section.condition(_place(section, CHANNELS, "manager"), ladders)
    days: tuple[int, ...] = ()
    if "hours" in said:
        days = tuple(said["hours"].days_of_week("days", section.language))
        if list(days) != sorted(set(days)):
            raise NotUnderstood(f"the channels name the days {days}")
    if "opens" in said and said["opens"].code("zone") != zone:
        raise NotUnderstood(f"the channels are open by the clock of {said['opens'].code('zone')}, not {zone}")
    return Channels(
        said["support"].code("mail"),
        _code(said, "phone", "phone"),
        days,
        _code(said, "opens", "opens"),
        _code(said, "opens", "closes"),
        _code(said, "opens", "zone"),
        _code(said, "feedback", "mail"),
        _disputes(said),
        managed,
    )


def _disputes(said: dict[str, Said]) -> Disputes | None:
    one = said.get("disputes")
    return None if one is None else Disputes(one.code("mail"), int(one.number("within")), one.unit("within"))


def _code(said: dict[str, Said], key: str, slot: str) -> str:
    return said[key].code(slot) if key in said else ""


def _place(section: Section, vocabulary: Vocabulary, start: str) -> int:
    """Where the sentence of a group stands, below which its condition is listed."""
    return next(at for at, said in section.say(vocabulary) if said.key.partition(".")[0] == start)
