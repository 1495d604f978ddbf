"""Every YAML block of the pages for managers is read: whole files and fragments make one programme, which is linted."""

import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from generator.book.agreements import OverridesFile, TermsFile
from generator.book.by_hand import AdjustmentsFile
from generator.book.consents import ConsentsFile
from generator.book.control_totals import ControlTotalsFile
from generator.book.goals import GoalsFile
from generator.book.sources import Sources
from generator.book.staff import PeopleFile
from generator.rules import KINDS
from generator.source import find, load_yaml, validate
from generator.terms.channels import Channels
from generator.terms.programme import Programme
from generator.terms.recognition import RecognitionFile
from generator.terms.version import Version
from generator.workflow.build import lint
from generator.workflow.places import Places
from tests.house.tree import ROOT

LANGUAGE = ROOT / "docs" / "language.md"
READING = ROOT / "docs" / "how-to-read-a-clause.md"
RECOGNITION = ROOT / "docs" / "recognition.md"
_BLOCK = re.compile(r"^```yaml *(?P<info>[^\n]*)\n(?P<text>.*?)^```$", re.M | re.S)
_DATES = {"announced": "2026-04-01", "from": "2026-05-01"}
_BASE = {
    "per": "period",
    "base": "personal_volume",
    "brackets": {"applies_to": "whole", "rows": [{"at_least": 0, "rate": "5 %"}]},
}
_MODELS: dict[str, Any] = {"versions": Version, "sources": Sources, "splits": Sources}
_OF_DATA: dict[str, Any] = {
    "partners_data/terms.yaml": TermsFile,
    "partners_data/overrides.yaml": OverridesFile,
    "partners_data/adjustments.yaml": AdjustmentsFile,
    "partners_data/control_totals.yaml": ControlTotalsFile,
    "partners_data/goals.yaml": GoalsFile,
    "partners_data/consents.yaml": ConsentsFile,
    "partners_data/people.yaml": PeopleFile,
}
_KNOWN = {
    "versions", "line", "measures", "metrics", "windows", "scopes", "conditions", "amounts", "carried", "tables",
    "sources", "splits", *KINDS,
}  # fmt: skip


def blocks(page: Path) -> list[tuple[str, str]]:
    """What each block says of itself behind `yaml`, and its text."""
    return [(found["info"], found["text"]) for found in _BLOCK.finditer(page.read_text("utf-8"))]


def read(text: str) -> Any:
    """A block as plain values."""
    return YAML(typ="safe", pure=True).load(text)


def written(value: Any) -> str:
    """Plain values as YAML."""
    out = io.StringIO()
    YAML(typ="safe", pure=True).dump(value, out)
    return out.getvalue()


def named(number: int) -> str:
    """A name without a digit, for titles hold no figures."""
    return f"{chr(97 + number // 26)}{chr(97 + number % 26)}"


class Whole:
    """The programme that the blocks of a page make together."""

    def __init__(self, page: Path) -> None:
        self.blocks = blocks(page)
        self.files = {
            info.removeprefix("file "): text for info, text in self.blocks if info.startswith("file ")
        }
        self.metrics = read(self.files["program/metrics.yaml"])
        self.clauses: list[tuple[str, dict[str, Any]]] = []
        for info, text in self.blocks:
            self._take(info, text)

    def _take(self, info: str, text: str) -> None:
        if info in ("measures", "metrics"):
            for name, body in read(text).items():
                self._define(info, name, body)
        elif info in ("windows", "scopes"):
            for number, one in enumerate(read(text)):
                body = {"count": "sales", "window": "period", info.removesuffix("s"): one}
                self._define("metrics", f"{info}-{named(number)}", body)
        elif info in KINDS:
            self.clauses += [(info, body) for body in read(text)]
        elif info == "conditions":
            self.clauses += [
                ("fixed_bonus", {"per": "period", "amount": 1, "earns": one}) for one in read(text)
            ]
        elif info == "carried":
            self.clauses += [("commission", _BASE | read(text))] * 2
        elif info == "tables":
            self.clauses += [("commission", _with_table(one)) for one in read(text)]
        elif info == "amounts":
            self.clauses += [("commission", _with_amount(one)) for one in read(text)]

    def _define(self, section: str, name: str, body: dict[str, Any]) -> None:
        title = {"ru": name, "en": name}
        if section == "metrics" and {"mean", "min", "max", "first", "last"} & set(body):
            body = {"window": "period", **body}
        self.metrics[section][name] = {"title": title, "versions": [{**_DATES, **body}]}

    def write(self, folder: Path) -> None:
        """The files of the programme, with the course that its conditions name."""
        files = {path: text for path, text in self.files.items() if path not in _OF_DATA}
        files["program/metrics.yaml"] = written(self.metrics)
        for number, (kind, body) in enumerate(self.clauses):
            name = f"clause-{named(number)}"
            whole = {
                "clause": name,
                "title": {"ru": name, "en": name},
                "kind": kind,
                "versions": [{**_DATES, **body}],
            }
            files[f"program/clauses/{100 + number}-{name}.yaml"] = written(whole)
        goal = {"ru": "Продавать", "en": "Sell"}
        version = {**_DATES, "goal": goal, "lessons": ["first"]}
        course = {"course": "sales-basics", "title": {"ru": "Основы", "en": "Basics"}, "versions": [version]}
        files["program/training/courses/sales-basics.yaml"] = written(course)
        for language in ("ru", "en"):
            files[f"program/training/lessons/first.{language}.md"] = "# Talk\n\nTalk.\n"
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, "utf-8")


def _with_table(table: dict[str, Any]) -> dict[str, Any]:
    rowwise = {"per": "sale", "base": "order_net", "source": {"sales": {"status": "paid"}}}
    rest = {"per": "period", "base": "personal_volume"}
    return {**(rowwise if "product" in table["by"] else rest), "table": table}


def _with_amount(amount: Any) -> dict[str, Any]:
    if isinstance(amount, dict) and "individual" in amount:
        return {**_BASE, "brackets": {"applies_to": "whole", "rows": [{"at_least": 0, "rate": amount}]}}
    return {**_BASE, "cap": amount}


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Programme:
    """The programme of the page of the language, linted. Raises Diagnosed where the page is wrong."""
    folder = tmp_path_factory.mktemp("language")
    Whole(LANGUAGE).write(folder)
    return lint(Places.of(folder), date(2026, 8, 1)).programme


def test_every_block_says_what_it_is() -> None:
    strange = [info for info, _ in blocks(LANGUAGE) if not info.startswith("file ") and info not in _KNOWN]
    assert not strange
    assert {info for info, _ in blocks(READING)} == {"part"}


def test_the_programme_of_the_language_stands(programme: Programme) -> None:
    assert {clause.kind for clause in programme.clauses.values()} == set(KINDS)
    assert len(programme.clauses["growth"].versions[0].examples) == 6


def _fragments() -> Iterator[tuple[str, str]]:
    for info, text in blocks(LANGUAGE):
        if info in _MODELS or info.removeprefix("file ") in _OF_DATA:
            yield info, text


@pytest.mark.parametrize(("info", "text"), list(_fragments()), ids=lambda one: str(one).partition("\n")[0])
def test_a_fragment_is_read_by_its_model(info: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "block.yaml").write_text(text, "utf-8")
    tree = load_yaml(tmp_path / "block.yaml")
    model = _OF_DATA.get(info.removeprefix("file ")) or _MODELS[info]
    if info == "versions":
        tree = tree.values["versions"].rows[0]  # type: ignore[union-attr]  # the block is a mapping with a list
    assert validate(model, tree, {"languages": ("ru", "en")})


def test_the_line_for_editors_names_a_schema() -> None:
    for info, text in blocks(LANGUAGE):
        if info == "line":
            name = text.strip().rpartition("/")[2]
            assert (ROOT / "docs" / "schema" / name).is_file()
    table = re.findall(r"`([a-z_]+\.json)`", LANGUAGE.read_text("utf-8"))
    assert set(table) == {path.name for path in (ROOT / "docs" / "schema").glob("*.json")}


def test_the_clause_that_is_read_line_by_line_stands(tmp_path: Path) -> None:
    example = ROOT / "docs" / "reference" / "example" / "program"
    for path in example.rglob("*.yaml"):
        target = tmp_path / "program" / path.relative_to(example)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(path.read_text("utf-8"), "utf-8")
    clause = "".join(text for _, text in blocks(READING))
    (tmp_path / "program" / "clauses" / "020-growth-commission.yaml").write_text(clause, "utf-8")
    (tmp_path / "program" / "published.yaml").unlink()
    read_again = lint(Places.of(tmp_path), date(2026, 2, 1)).programme.clauses["growth-commission"]
    assert len(read_again.versions[0].examples) == 4


@pytest.mark.parametrize(("info", "text"), blocks(RECOGNITION))
def test_the_blocks_about_recognition_are_read(info: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "block.yaml").write_text(text, "utf-8")
    tree = load_yaml(tmp_path / "block.yaml")
    model = _OF_DATA.get(info.removeprefix("file "), RecognitionFile)
    if text.startswith("channels:"):
        model, tree = Channels, find(tree, ("channels",))
    validate(model, tree, {"languages": ("ru", "en")})
