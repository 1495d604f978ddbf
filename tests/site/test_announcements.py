"""What is announced for a later day is shown as such; what is not yet announced leaves no trace."""

import shutil
from datetime import date
from pathlib import Path

import lxml.html
import pytest

from generator.workflow.build import build
from generator.workflow.places import Places
from tests.site.conftest import ADDRESS, ROOT, parsed
from tests.site.test_links import faults

SMALL = ROOT / "tests" / "programmes" / "small"
ON = date(2026, 2, 28)
OPEN = "announced: 2026-02-10, from: 2026-04-01"  # announced, not begun
SECRET = "announced: 2026-03-10, from: 2026-04-01"  # announced after the day of the build

METRICS = """
  {name}:
    title: {{en: {title}, ru: {title}}}
    versions:
    - {{{dates}, count: sales, window: period, scope: own}}
"""
LADDERS = """
  {name}:
    title: {{en: {title}, ru: {title}}}
    versions:
    - {dates}
      tiers:
      - tier: {name}-first
        title: {{en: {title} first, ru: {title} first}}
      - tier: {name}-second
        title: {{en: {title} second, ru: {title} second}}
        reach: {{volume: {{at_least: 5}}}}
        privileges: [{name}-right]
"""
CLAUSE = """
clause: {name}
title: {{en: {title}, ru: {title}}}
kind: fixed_bonus
versions:
- {dates}
  per: period
  amount: 77
  earns: {{all: [{{volume: {{at_least: 1}}}}, {{course: {name}-course}}, {{tier: {{at_least: {name}-second}}}}]}}
"""
COURSE = """
course: {name}-course
title: {{en: {title} course, ru: {title} course}}
versions:
- {dates}
  goal: {{en: {title} goal, ru: {title} goal}}
  lessons: [{name}-lesson]
"""


def add(program: Path, name: str, title: str, dates: str) -> None:
    """A metric, a ladder, a clause and a course of this name."""
    lines = "\n      ".join(dates.split(", "))
    with (program / "metrics.yaml").open("a", encoding="utf-8") as out:
        out.write(METRICS.format(name=name, title=title, dates=dates))
    tiers = (program / "tiers.yaml").read_text("utf-8")
    right = f"  {name}-right:\n    title: {{en: {title} right, ru: {title} right}}\n"
    tiers = tiers.replace("privileges: {}\n", "privileges:\n").replace(
        "privileges:\n", f"privileges:\n{right}", 1
    )
    tiers += LADDERS.format(name=name, title=title, dates=lines)
    (program / "tiers.yaml").write_text(tiers, "utf-8")
    texts = {"name": name, "title": title, "dates": lines.replace("      ", "  ")}
    (program / "clauses" / f"900-{name}.yaml").write_text(CLAUSE.format(**texts), "utf-8")
    courses, lessons = program / "training" / "courses", program / "training" / "lessons"
    courses.mkdir(parents=True, exist_ok=True)
    lessons.mkdir(parents=True, exist_ok=True)
    (courses / f"{name}.yaml").write_text(COURSE.format(**texts), "utf-8")
    for language in ("en", "ru"):
        (lessons / f"{name}-lesson.{language}.md").write_text(f"# {title} lesson\n\n{title} text.\n", "utf-8")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, lxml.html.HtmlElement]]:
    root = tmp_path_factory.mktemp("announcements")
    shutil.copytree(SMALL / "program", root / "program")
    shutil.copytree(SMALL / "partners_data", root / "partners_data")
    shutil.copytree(ROOT / "site_templates", root / "site_templates")
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(f"site_url: {ADDRESS}\n{text}", "utf-8")
    add(root / "program", "dawn", "Dawnword", OPEN)
    add(root / "program", "veil", "Veilword", SECRET)
    places = Places.of(root)
    build(places, ON, bytes(32), with_audit=False)
    return places.site, parsed(places.site)


def test_what_is_not_announced_leaves_no_trace(
    pages: tuple[Path, dict[str, lxml.html.HtmlElement]],
) -> None:
    site, _ = pages
    for path in site.rglob("*"):
        assert "veil" not in path.name
        if path.suffix in (".html", ".xml", ".json"):
            assert "veil" not in path.read_text("utf-8").lower(), path


def test_what_is_announced_has_its_pages(pages: tuple[Path, dict[str, lxml.html.HtmlElement]]) -> None:
    _, found = pages
    for here in ("", "ru/"):
        for path in (
            "metrics/dawn",
            "rules/dawn",
            "training/dawn-course",
            "training/dawn-course/dawn-lesson",
        ):
            assert "Dawnword" in found[f"{here}{path}/index.html"].text_content()
        assert "Dawnword second" in found[f"{here}tiers/index.html"].text_content()
        assert "Dawnword" in found[f"{here}editions/2026-04-01/index.html"].text_content()
        (before,) = found[f"{here}editions/2026-02-01/index.html"].xpath("//article")
        assert "Dawnword" not in before.text_content()
        cards = found[f"{here}index.html"].xpath("//ul[contains(@class, 'pb-cards')]")
        assert not any("Dawnword" in card.text_content() for card in cards)  # nobody can earn it yet


def test_links_of_such_a_site_lead_somewhere(
    pages: tuple[Path, dict[str, lxml.html.HtmlElement]],
) -> None:
    site, found = pages
    assert not faults(found, site)


def test_a_programme_without_training_and_tiers_links_to_neither(tmp_path: Path) -> None:
    shutil.copytree(SMALL / "program", tmp_path / "program")
    shutil.copytree(SMALL / "partners_data", tmp_path / "partners_data")
    (tmp_path / "program" / "tiers.yaml").unlink()
    places = Places.of(tmp_path)
    build(places, ON, bytes(32), with_audit=False)
    assert not (places.site / "tiers").exists()
    assert not (places.site / "training").exists()
    assert not faults(parsed(places.site), places.site)
