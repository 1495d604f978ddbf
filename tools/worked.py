"""Pages that are worked out: clauses of a small programme, what is said of each, and what it brings of its records.

A project of docs/reference has a programme, records, and `expected.yaml`: the sections of a page in their order, each
with words of a person and the figures worked out by hand, to which tests hold what is settled here.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

from generator.book import read_book
from generator.rules.editions import sayings_of
from generator.settlement.settle import settle
from generator.source import load_yaml
from generator.terms.numerals import shown
from generator.terms.programme import Programme
from generator.workflow.build import Read, lint
from generator.workflow.places import Places


@dataclass(frozen=True)
class Worked:
    """A project of worked clauses, looked at on a day, and the names of the sentences that its pages repeat."""

    root: Path
    on: date
    told: frozenset[str]

    def expected(self) -> list[dict[str, Any]]:
        """The sections: the clause, what is said of it, and what was worked out by hand."""
        read: Any = load_yaml(self.root / "expected.yaml").plain()
        found: list[dict[str, Any]] = read["sections"]
        return found

    @cached_property
    def read(self) -> Read:
        """The programme, linted. Raises Diagnosed where it does not stand."""
        return lint(Places.of(self.root), self.on)

    @property
    def programme(self) -> Programme:
        """The programme."""
        return self.read.programme

    @cached_property
    def brought(self) -> dict[str, dict[str, Fraction]]:
        """What each clause pays to whom in the last period, the house too."""
        file = self.programme.file
        paid: dict[str, dict[str, Fraction]] = {
            name: defaultdict(lambda: Fraction(0)) for name in self.programme.clauses
        }
        data = self.root / "partners_data"
        with read_book(data, on=self.on, time_zone=file.time_zone, languages=file.languages) as book:
            settled = settle(self.programme, book, self.read.editions, self.on)
            for one in settled.results[-1].clauses:
                for who, amount in zip(one.lines.who.tolist(), one.lines.amount.tolist(), strict=True):
                    name = book.partners.ids[who] if who >= 0 else "house"
                    paid[one.clause][name] += Fraction(amount, 100)
        return {clause: dict(lines) for clause, lines in paid.items()}

    def section(self, section: dict[str, Any], people: Sequence[str]) -> str:
        """A clause: words, YAML, binding sentences, and what it brings to `people`, and to the house where it does."""
        name = section["clause"]
        clause = self.programme.clauses[name]
        said = sayings_of(self.programme, name, clause.versions[0], self.programme.titles()).sentences
        sentences = "\n".join(
            f"- {one.text('en')}" for key, one in said.items() if key.partition(".")[0] in self.told
        )
        currency = self.programme.file.currency
        cells = {who: shown(amount, currency, "en") for who, amount in self.brought[name].items()}
        heads = [who for who in (*people, "house") if who in cells or who != "house"]
        row = " | ".join(cells.get(who, "no line") for who in heads)
        return (
            f"## {clause.title['en']}\n\n{' '.join(section['says'].split())}\n\n"
            f"```yaml {clause.kind}\n{self._body(name)}\n```\n\n{sentences}\n\n"
            f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}\n| {row} |\n"
        )

    def records(self, *names: str) -> str:
        """The tables as a reader sees them."""
        out = ""
        for name in names:
            text = (self.root / "partners_data" / f"{name}.csv").read_text("utf-8").rstrip()
            out += f"```csv {name}\n{text}\n```\n\n"
        return out

    def _body(self, name: str) -> str:
        """What a version says of itself, with its examples, without its dates."""
        text = (self.root / "program" / self.programme.clause_files[name]).read_text("utf-8")
        body = re.split(r"(?m)^  from: .*\n", text, maxsplit=1)[1]
        return re.sub(r"^  ", "", body, flags=re.M).rstrip()
