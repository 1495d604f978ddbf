"""What a statement must show of training: courses with their state, webinars, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from generator.audit.learning import Learning, Taken, Webinar
from generator.audit.telling import Naming
from generator.audit.told_parts import ToldPart
from generator.audit.visible import collapsed


def tell_training(learning: Learning, webinars: Mapping[str, Webinar], naming: Naming) -> ToldPart | None:
    """Everything of it; None where there is nothing to tell."""
    if learning == Learning():
        return None
    part = ToldPart("training", "course-differs", naming)
    part.say("training")
    for taken in learning.taken:
        _tell_course(part, taken)
    for name, day in learning.attended:
        title = collapsed(webinars[name].titles.get(naming.tongue.language, ""))
        part.link(title, f"../training/webinars/#webinar-{name}")
        part.put(title)
        part.say("attended", part.figure(f"webinar/{name}/attended", "date", day))
    if learning.next is not None:
        course, path = (
            naming.title(f"course/{learning.next.course}"),
            naming.title(f"path/{learning.next.path}"),
        )
        part.link(course, f"../training/{learning.next.course}/")
        part.link(path, f"../training/#path-{learning.next.path}")
        part.say("next course", title=course, path=path)
        for tier in learning.next.tiers:
            title = naming.title(f"tier/{tier}")
            part.link(title, f"../tiers/#tier-{tier}")
            part.add("next tier", title=title)
    if learning.mentor:
        part.say("mentoring")
    return part


def _tell_course(part: ToldPart, taken: Taken) -> None:
    title, start = part.naming.title(f"course/{taken.course}"), f"training/{taken.course}"
    part.link(title, f"../training/{taken.course}/")
    part.put(title)
    figures = []
    if taken.passed is not None:
        figures.append(part.figure(f"{start}/passed", "date", taken.passed))
    if taken.through is not None:
        figures.append(part.figure(f"{start}/through", "date", taken.through))
    if taken.fell is not None:
        unit, least = taken.fell.mark.unit, taken.fell.mark.least
        figures.append(part.figure(f"{start}/score", unit, Fraction(taken.fell.score)))
        figures.append(part.figure(f"{start}/tried", "date", taken.fell.day))
        figures.append(part.figure(f"{start}/mark", unit, least))
    practised = []
    if taken.practised is not None:
        practised.append(part.figure(f"{start}/practice", "date", taken.practised))
    if taken.state == "practised":
        part.say("course practised", *practised)
        return
    part.say(f"course {taken.state}", *figures)
    if practised:
        part.add("also practised", *practised)
