"""Scenarios as a page shows them: people with what they are given, rows that happen, and what each of them earns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.audit.visible import is_hidden, visible_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Tagged = tuple[str, str, str]  # what, unit, visible text

STATES = {  # what is carried, as it is called before its figure
    "carried/debt": ("Debt", "Долг"),
    "carried/shortfall": ("Shortfall", "Отрицательный остаток"),
    "carried/left": ("Left leg", "Левая нога"),
    "carried/right": ("Right leg", "Правая нога"),
}


@dataclass(frozen=True)
class Person:
    """One person of a window: the name in the tag, what is given, and the amounts that must follow."""

    name: str
    given: tuple[Tagged, ...]
    then: tuple[Tagged, ...]
    wrong: str = ""  # what is tagged as one thing and named as another


@dataclass
class Window:
    """One window of a scenario: its people, and the rows of tables as heading and text of each cell."""

    people: list[Person] = field(default_factory=list)
    rows: list[tuple[str, dict[str, str]]] = field(default_factory=list)  # table, cells by column


@dataclass(frozen=True)
class Scenario:
    """A worked example with several people, rows of tables or windows; `wrong` says why it cannot be read."""

    id: str
    language: str
    windows: tuple[Window, ...]
    wrong: str = ""


def read_scenario(element: HtmlElement, language: str) -> Scenario:
    """Take a scenario from its element; a table of people opens a window, rows that follow happen in it."""
    windows: list[Window] = []
    wrong = "it is hidden" if any(_unseen(one) for one in element.iter()) else ""
    for table in element.iter("table"):
        if table.get("data-rows") is not None:
            if not windows:
                wrong = wrong or "rows stand there before anybody is named"
                windows.append(Window())
            found = _rows(table)
            wrong = wrong or ("" if found is not None else "a table of rows cannot be read")
            windows[-1].rows += [(table.get("data-rows") or "", cells) for cells in found or []]
        else:
            people = [_person(row) for row in table.iter("tr") if row.get("data-person") is not None]
            wrong = wrong or ("" if people else "a table names nobody")
            windows.append(Window(people))
    tagged = [one for table in element.iter("table") for one in table.iter() if _carries(one)]
    shown = [one for one in element.iter() if _carries(one)]
    kept = [one for table in element.iter("table") for one in _kept(table)]
    if len(tagged) != len(shown) or len(kept) != len(shown):
        wrong = wrong or "something is given to nobody, or in no column"
    if not windows:
        wrong = wrong or "it names nobody"
    return Scenario(element.get("data-scenario") or "", language, tuple(windows), wrong)


def _unseen(element: HtmlElement) -> bool:
    return isinstance(element.tag, str) and is_hidden(element)


def _text(element: HtmlElement) -> str:
    return visible_text(element).strip(" \n\t")


def _tagged(element: HtmlElement, attribute: str) -> tuple[Tagged, ...]:
    return tuple(
        (one.get(attribute) or "", one.get("data-unit") or "", _text(one))
        for one in element.iterdescendants()
        if isinstance(one.tag, str) and one.get(attribute) is not None
    )


def _carries(element: HtmlElement) -> bool:
    return isinstance(element.tag, str) and bool(element.get("data-given") or element.get("data-then"))


def _kept(table: HtmlElement) -> list[HtmlElement]:
    """The tagged texts of a table that stand in a row of a person, or in a cell of a row."""
    if table.get("data-rows") is not None:
        return [one for cell in table.iter("td") for one in cell.iter() if _carries(one)]
    people = [row for row in table.iter("tr") if row.get("data-person") is not None]
    return [one for row in people for one in row.iter() if _carries(one)]


def _person(row: HtmlElement) -> Person:
    return Person(
        row.get("data-person") or "",
        _tagged(row, "data-given"),
        _tagged(row, "data-then"),
        _named_wrongly(row),
    )


def _named_wrongly(row: HtmlElement) -> str:
    """A figure or amount before which another thing is named than the one that it is tagged with."""
    named = ""
    for one in row.iterdescendants():
        if not isinstance(one.tag, str):
            continue
        named = one.get("data-ref") or named
        what = one.get("data-then") or one.get("data-given") or ""
        if what.startswith("carried/"):
            if _label(one) not in STATES.get(what, ()):
                return what
            continue
        said = what.startswith(("metric/", "line/")) or (one.get("data-then") not in (None, "total"))
        if said and what.removeprefix("line/") != named:
            return what
    return ""


def _label(element: HtmlElement) -> str:
    """The words directly before an element."""
    before = element.getprevious()
    around = element.getparent()
    text = before.tail if before is not None else around.text if around is not None else ""
    return (text or "").strip(" \n\t").removesuffix(":")


def _rows(table: HtmlElement) -> list[dict[str, str]] | None:
    """The rows of a table by the columns that its headings name; None where they do not fit together."""
    headings: list[str] = []
    found: list[dict[str, str]] = []
    for row in table.iter("tr"):
        cells = [one for one in row if one.tag in ("td", "th")]
        if not headings:
            headings = [_text(one) for one in cells if one.tag == "th"]
            if len(headings) != len(cells) or len(set(headings)) != len(headings) or "" in headings:
                return None
            continue
        texts = [_tagged(cell, "data-given") for cell in cells]
        if len(cells) != len(headings) or any(len(text) != 1 or text[0][0] != "cell" for text in texts):
            return None
        found.append({name: text[0][2] for name, text in zip(headings, texts, strict=True) if text[0][2]})
    return found or None
