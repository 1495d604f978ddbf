"""Renders the templates of statements into forms: pieces of the fragment that is sealed, and the plain page around."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from generator.source.wordings import wordings
from generator.statements.forms import Form, hole
from generator.statements.shard import Terms
from generator.terms.pay import MONEY, pay_unit, reward_of


def statement_words(templates: Path, languages: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """The words of statements by language, in the programme's order of languages."""
    return {code: wordings(templates / "words" / f"statement.{code}.yaml") for code in languages}


class Templates:
    """The templates of statements; `base` is the address against which a plain page resolves its links, or empty."""

    def __init__(self, folder: Path, base: str) -> None:
        made = jinja2.Environment(
            loader=jinja2.FileSystemLoader(folder / "statements"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
        )
        self._pieces = [made.get_template(f"{name}.html.jinja") for name in ("statement", "beside")]
        self._page = made.get_template("plain.html.jinja")
        self._base = base
        self._made: dict[tuple[str, str], Pieces] = {}
        assets = folder / "assets"
        self._style = Markup(
            "".join(
                (assets / name).read_text(encoding="utf-8")
                for name in ("tokens.css", "statement/statement.css")
            )
        )

    def pieces(self, terms: Terms, language: str, pays_in: str = MONEY) -> Pieces:
        """The pieces of a statement in one language whose amounts are money, points, or so many of a reward."""
        key = language, pays_in
        if key not in self._made:
            unit, reward = pay_unit(pays_in, terms.currency), reward_of(pays_in)
            shared = {"w": terms.words[language], "currency": unit, "of_reward": ""}
            if reward:
                thing = f"reward/{reward}"
                title = terms.titles.titles[thing][language]
                shared["of_reward"] = Markup(' × <span data-ref="{}">{}</span>').format(thing, title)
            self._made[key] = Pieces(*(one.make_module(shared) for one in self._pieces))
        return self._made[key]

    def page(self, words: Mapping[str, Any], fixed: Mapping[str, Any]) -> Form:
        """A page of its own for any statement of one period; `fragment` is its hole."""
        return Form(
            self._page.render(s=fixed, w=words, fragment=hole("fragment"), style=self._style, base=self._base)
        )


class Pieces:
    """Pieces of statements, each a macro with one argument."""

    def __init__(self, *macros: object) -> None:
        self._macros = macros

    def html(self, piece: str, fixed: Mapping[str, Any]) -> str:
        """A piece of which everything is known."""
        found = next(getattr(some, piece) for some in self._macros if hasattr(some, piece))
        return str(found(fixed))  # Markup would escape what is joined to it

    def form(self, piece: str, fixed: Mapping[str, Any], *holes: str) -> Form:
        """A piece with holes; it is given each hole under its name, beside what is known."""
        return Form(self.html(piece, {**fixed, **{name: hole(name) for name in holes}}))
