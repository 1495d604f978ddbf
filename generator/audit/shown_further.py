"""All further parts of a statement, in the order in which they stand."""

from __future__ import annotations

from collections.abc import Mapping

from generator.audit.kinds import Line, rule_of
from generator.audit.reckoning import Expected
from generator.audit.shown_aims import tell_aims
from generator.audit.shown_people import tell_people
from generator.audit.shown_points import tell_points
from generator.audit.shown_recognition import tell_badges, tell_certificates, tell_places
from generator.audit.shown_rewards import tell_rewards
from generator.audit.shown_training import tell_training
from generator.audit.statement import PARTS
from generator.audit.telling import Naming
from generator.audit.told_parts import ToldPart


def tell_further(expected: Expected, lines: Mapping[str, Line], naming: Naming) -> list[ToldPart]:
    """What is told besides money; a part without anything to tell is not there."""
    further, partner = expected.further, expected.partner
    clauses = [rule_of(line).id for line in lines.values()]
    period = naming.tongue.period(expected.period)
    found = (
        tell_points(expected, naming),
        tell_rewards(expected, naming),
        tell_training(further.learning, further.webinars, naming),
        tell_certificates(further, partner.name or partner.id, naming),
        tell_badges(further, naming),
        tell_places(further, naming),
        tell_aims(further.aims, naming),
        tell_people(further.contacts, partner.id, period, clauses, naming),
    )
    return sorted((one for one in found if one is not None), key=lambda one: PARTS.index(one.name))
