"""Staff: the people of the company whom partners may turn to, under names that only their statements show."""

from __future__ import annotations

from pydantic import Field

from generator.source import Frozen
from generator.terms.channels import Mail, Phone
from generator.terms.quantity import Slug
from generator.terms.text import Wording

PEOPLE = "people.yaml"


class Person(Frozen):
    """One of the staff; `role` is what they do for partners."""

    name: Wording
    role: Wording
    mail: Mail
    phone: Phone | None = None


class PeopleFile(Frozen):
    """The file people.yaml."""

    people: dict[Slug, Person] = Field(default_factory=dict)
