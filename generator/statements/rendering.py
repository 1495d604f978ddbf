"""Renders statements: one template for the fragment that is sealed, one for the complete plain page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup
from ruamel.yaml import YAML

from generator.statements.content import Statement
from generator.statements.plain_strings import PlainStrings


def statement_words(templates: Path, languages: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """The words of statements by language, in the programme's order of languages."""
    reader = YAML(typ="safe", pure=True)
    return {
        code: reader.load((templates / "words" / f"statement.{code}.yaml").read_text(encoding="utf-8"))
        for code in languages
    }


class Renderer:
    """Holds the compiled templates and the words."""

    def __init__(
        self,
        templates: Path,
        words: Mapping[str, Mapping[str, Any]],
        base: str,
        environment: type[jinja2.Environment] = PlainStrings,
    ) -> None:
        """`base` is the address against which a plain page resolves its links; empty where none is known."""
        self._words = words
        self._base = base
        made = environment(
            loader=jinja2.FileSystemLoader(templates / "statements"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
        )
        self._fragment = made.get_template("statement.html.jinja")
        self._plain = made.get_template("plain.html.jinja")
        assets = templates / "assets"
        self._style = Markup(
            "".join(
                (assets / name).read_text(encoding="utf-8")
                for name in ("tokens.css", "statement/statement.css")
            )
        )

    def fragment(self, statement: Statement) -> str:
        """The statement as the viewer shows it."""
        values = statement.values
        for table in values["tables"]:
            table["head"] = Markup(table["head"])
            table["rows"] = Markup(table["rows"])
        values["not_counted"] = Markup(values["not_counted"])
        return self._fragment.render(s=values, w=self._words[statement.language])

    def plain(self, statement: Statement, fragment: str) -> str:
        """The statement as a page of its own."""
        return self._plain.render(
            s=statement.values,
            w=self._words[statement.language],
            fragment=Markup(fragment),
            style=self._style,
            base=self._base,
        )
