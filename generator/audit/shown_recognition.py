"""What a statement must show of recognition: certificates, badges and places."""

from __future__ import annotations

from fractions import Fraction

from generator.audit.further import Further
from generator.audit.telling import Naming
from generator.audit.told_parts import ToldPart

SLUG = "recognition-differs"


def tell_certificates(further: Further, name: str, naming: Naming) -> ToldPart | None:
    """The certificates of a partner, each in full; None where there is none."""
    if not further.certificates:
        return None
    part = ToldPart("certificates", SLUG, naming)
    part.say("certificates")
    for one in further.certificates:
        start = f"certificate/{one.certificate}"
        title, course = naming.title(start), naming.title(f"course/{one.course}")
        part.link(title, f"../certificates/{one.certificate}/")
        part.link(course, f"../training/{one.course}/")
        part.marked("certified", (f"{start}/name", name), title=title, course=course)
        part.marked("certificate number", (f"{start}/number", one.number))
        part.say("certificate issued", part.figure(f"{start}/issued", "date", one.issued))
        if one.through is not None:
            part.say("certificate through", part.figure(f"{start}/through", "date", one.through))
    return part


def tell_badges(further: Further, naming: Naming) -> ToldPart | None:
    """The badges of a partner; None where there is none."""
    if not further.badges:
        return None
    part = ToldPart("badges", SLUG, naming)
    part.say("badges")
    for one in further.badges:
        title, start = naming.title(f"badge/{one.badge}"), f"badge/{one.badge}"
        part.link(title, f"../badges/{one.badge}/")
        if one.since is not None:
            part.say("badge since", part.figure(f"{start}/since", "date", one.since), title=title)
        else:
            times = part.figure(f"{start}/times", "count", Fraction(one.times))
            part.say("badge times", times, title=title)
    return part


def tell_places(further: Further, naming: Naming) -> ToldPart | None:
    """The places of a partner; None where there is none."""
    if not further.places:
        return None
    part = ToldPart("boards", SLUG, naming)
    part.say("boards")
    for one in further.places:
        title, start = naming.title(f"leaderboard/{one.board}"), f"board/{one.board}"
        part.link(title, f"../leaderboards/{one.board}/")
        place = part.figure(f"{start}/place", "count", Fraction(one.place))
        part.say(
            "board place", place, part.figure(f"{start}/ranked", "count", Fraction(one.among)), title=title
        )
        if one.name is None:
            part.add("board not agreed")
        else:
            part.behind("board agreed", (f"{start}/name", one.name))
    return part
