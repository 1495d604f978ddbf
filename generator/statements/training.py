"""The part of a statement on training: courses done and due, webinars, the next course, and who may be a mentor."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache

from markupsafe import Markup, escape

from generator.settlement.training import CourseDone, NextCourse, Training
from generator.statements.rendering import Pieces
from generator.statements.wording import Wording
from generator.terms.numerals import day, shown


class TrainingWriter:
    """Writes the training in the statements of one period and language."""

    def __init__(self, say: Wording, pieces: Pieces) -> None:
        self._say = say
        self._pieces = pieces
        self._part = pieces.form("training", {}, "rows")
        self._course = cache(self._written)
        self._following = cache(self._next)
        self._mentor = pieces.html("training_row", self._row("mentor", "", self._said("training_mentor_may")))

    def parts(self, training: Mapping[int, Training], size: int) -> list[str]:
        """The part of each of `size` statements; `training` is by place among them."""
        out = [""] * size
        for at, one in training.items():
            rows = [self._course(course) for course in one.courses]
            rows += [self._attended(name, on) for name, on in one.webinars]
            rows += [self._following(one.next_course)] if one.next_course else []
            rows += [self._mentor] if one.mentor else []
            out[at] = self._part.filled(rows="".join(rows))
        return out

    def _said(self, key: str, **slots: Markup) -> Markup:
        return Markup(escape(self._say.words[key])).format(**slots)

    def _row(
        self, kind: str, name: str, said: Markup, state: str = "", head: Markup | None = None
    ) -> dict[str, object]:
        title = escape(self._say.words[f"training_{kind}"]) if head is None else head
        return {"kind": kind, "name": name, "state": state, "head": title, "said": said}

    def _link(self, thing: str, href: str) -> Markup:
        title = self._say.title(thing)
        return Markup('<a data-ref="{}" href="../{}">{}</a>').format(thing, href, title)

    def _fact(self, name: str, unit: str, text: str) -> Markup:
        return Markup('<b data-fact="training/{}" data-unit="{}">{}</b>').format(name, unit, text)

    def _date(self, name: str, on: date) -> Markup:
        return self._fact(name, "date", day(on, self._say.language))

    def _written(self, one: CourseDone) -> str:
        course = one.course
        slots: dict[str, Markup] = {}
        for name, on in (("passed", one.passed), ("through", one.through), ("practice", one.practice)):
            if on is not None:
                slots[name] = self._date(f"{course}/{name}", on)
        if one.tried is not None:
            slots["tried"] = self._date(f"{course}/tried", one.tried.day)
            unit = one.tried.mark.unit
            for name, value in (("score", one.tried.score), ("mark", one.tried.mark.value)):
                slots[name] = self._figure(f"{course}/{name}", unit, value)
        said = self._said(f"training_{one.state}", **slots)
        if one.practice is not None and one.state != "practised":
            said += self._said("training_and_practice", **slots)
        head = self._link(f"course/{course}", f"training/{course}/")
        return self._pieces.html("training_row", self._row("course", course, said, one.state, head))

    def _figure(self, name: str, unit: str, value: Fraction) -> Markup:
        return self._fact(name, unit, shown(value, unit, self._say.language))

    def _attended(self, name: str, on: date) -> str:
        title = self._say.title(f"webinar/{name}")
        head = Markup('<a href="../training/webinars/#webinar-{}">{}</a>').format(name, title)
        fact = Markup('<b data-fact="webinar/{}/attended" data-unit="date">{}</b>').format(
            name, day(on, self._say.language)
        )
        said = self._said("training_webinar", day=fact)
        return self._pieces.html("training_row", self._row("attended", name, said, head=head))

    def _next(self, one: NextCourse) -> str:
        course = self._link(f"course/{one.course}", f"training/{one.course}/")
        path = self._link(f"path/{one.path}", f"training/#path-{one.path}")
        said = self._said("training_next", course=course, path=path)
        for tier in one.tiers:
            said += self._said("training_asks", tier=self._link(f"tier/{tier}", f"tiers/#tier-{tier}"))
        return self._pieces.html("training_row", self._row("recommended", one.course, said))
