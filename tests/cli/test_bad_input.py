"""Bad input ends in a message with its place and an exit code, and the book stays as it was."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import ON, Run, state_of

PLACE = re.compile(r"^(program|partners_data)/\S*:\d+:\d+  (?P<slug>[a-z-]+)$", re.MULTILINE)
VOLUME = "program/clauses/020-volume-commission.yaml"
FIRST = "program/clauses/010-first-sale.yaml"
Break = Callable[[Path], object]


def changed(name: str, old: str, new: str) -> Break:
    def change(root: Path) -> None:
        text = (root / name).read_text("utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new, 1), "utf-8")

    return change


def written(name: str, content: str | bytes) -> Break:
    raw = content.encode() if isinstance(content, str) else content
    return lambda root: (root / name).write_bytes(raw)


def folder_instead(name: str) -> Break:
    def change(root: Path) -> None:
        (root / name).unlink()
        (root / name).mkdir()

    return change


def forbidden(name: str) -> Break:
    """A file that the system does not let be read, whoever runs the tests."""

    def change(root: Path) -> None:
        (root / name).chmod(0)
        try:
            (root / name).read_bytes()
        except PermissionError:
            return
        (root / name).unlink()  # root may read everything but this one
        (root / name).symlink_to("/proc/self/mem")

    return change


BROKEN: dict[str, tuple[str, Break]] = {
    "unknown key": ("unknown-key", changed(VOLUME, "rate: 10 %", "ratte: 10 %")),
    "wrong type": ("wrong-type", changed(VOLUME, "applies_to: slice", "applies_to: [slice]")),
    "brackets that do not rise": ("bracket-not-ascending", changed(VOLUME, "1 000, rate", "0, rate")),
    "cycle of sponsors": (
        "sponsor-cycle",
        changed("partners_data/partners.csv", "Anna Small,2025-12-10,,,", "Anna Small,2025-12-10,,boris,"),
    ),
    "unknown partner in sales": ("broken-rows", changed("partners_data/sales.csv", "s01,anna", "s01,anne")),
    "broken date in sales": ("broken-rows", changed("partners_data/sales.csv", "2026-01-31", "2026-02-31")),
    "broken date in a clause": ("date-unreadable", changed(VOLUME, "from: 2026-01-01", "from: 2026-13-01")),
    "no YAML": ("yaml-unreadable", written(VOLUME, "clause: [\nkind: commission\n")),
    "prose in the place of YAML": ("wrong-type", written(VOLUME, "We pay ten percent.\n")),
    "a tab": ("yaml-unreadable", changed(VOLUME, "  per: period", "\tper: period")),
    "a picture": ("yaml-unreadable", written(VOLUME, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0")),
    "another encoding": ("yaml-unreadable", written(VOLUME, "clause: комиссия\n".encode("cp1251"))),
    "UTF-16": ("yaml-unreadable", written(VOLUME, "clause: x\n".encode("utf-16"))),
    "a character that cannot be seen": ("yaml-unreadable", written(VOLUME, "clause: x\x07\n")),
    "an empty file": ("yaml-empty", written(VOLUME, "")),
    "two documents": ("yaml-unreadable", written(VOLUME, "clause: x\n---\nclause: y\n")),
    "an anchor": ("text-starts-with-sign", changed(VOLUME, "base: volume", "base: &base volume")),
    "an alias": ("text-starts-with-sign", changed(VOLUME, "base: volume", "base: *base")),
    "an anchor that holds itself": ("text-starts-with-sign", written(VOLUME, "a: &a [*a]\n")),
    "a tag": ("text-starts-with-sign", changed(VOLUME, "base: volume", "base: !!python/name volume")),
    "deep nesting": ("yaml-unreadable", written(VOLUME, "a: " + "[" * 100 + "]" * 100 + "\n")),
    "very deep nesting": ("yaml-unreadable", written(VOLUME, "a: " + "{b: " * 20_000)),
    "a huge figure": ("figure-too-large", changed(VOLUME, "at_least: 1 000", "at_least: 1" + "0" * 5000)),
    "a huge rate": ("figure-too-large", changed(VOLUME, "rate: 20 %", "rate: 2000000 %")),
    "huge money": (
        "sum-too-large",
        changed("partners_data/sales.csv", "600.00", "90000000000000000.00\ns99,anna,2026-01-01,paid,9" + "0" * 16),
    ),
    "a huge window": (
        "unknown-window",
        changed("program/metrics.yaml", "window: period", "window: last " + "9" * 5000 + " periods"),
    ),
    "a year beyond all years": ("date-out-of-range", changed(FIRST, "  per:", "  ends: 9999-12-31\n  per:")),
    "a folder in the place of a file": ("unknown-file", folder_instead("program/metrics.yaml")),
    "a folder in the place of a clause": ("unknown-file", folder_instead(FIRST)),
    "a file that may not be read": ("yaml-unreadable", forbidden(VOLUME)),
    "a page that is no text": (
        "page-not-text",
        lambda root: [(root / "program/pages").mkdir(), (root / "program/pages/x.en.md").write_bytes(b"# \xff")],
    ),
    "no sources": ("sources-missing", lambda root: (root / "partners_data/sources.yaml").unlink()),
    "a folder in the place of sources": ("sources-missing", folder_instead("partners_data/sources.yaml")),
    "sources that are no YAML": ("yaml-unreadable", written("partners_data/sources.yaml", "a: b: c\n")),
    "sales that are no text": ("wrong-encoding", written("partners_data/sales.csv", b"\xff\xfe\0\1" * 50)),
    "a folder in the place of sales": ("no-source-files", folder_instead("partners_data/sales.csv")),
    "a hash that nobody wrote": (
        "published-row-unclear",
        written("program/published.yaml", "- {version: x, hash: y, date: 2026-01-01}\n"),
    ),
    "a published version that changed": (
        "published-changed",
        written(
            "program/published.yaml",
            f"- {{version: volume-commission/2026-01-01, hash: {'0' * 64}, date: 2026-01-01}}\n",
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("slug", "breaks"), BROKEN.values(), ids=BROKEN)
def test_a_message_and_the_former_book(project: Path, run: Run, slug: str, breaks: Break) -> None:
    before = state_of(project / "build")
    breaks(project)
    answer = run("build", "--no-audit", "--root", project, "--on", ON)
    assert answer.code == 1
    assert PLACE.findall(answer.err), answer.err
    assert {found["slug"] for found in PLACE.finditer(answer.err)} == {slug}
    assert "Traceback" not in answer.out + answer.err
    assert "1 thing is wrong; nothing was published." in answer.err, answer.err
    assert state_of(project / "build") == before


@pytest.mark.parametrize("text", ["a: [", "", "site_name: x\nplugins: [nothing-like-it]"])
def test_a_configuration_of_the_site_that_is_none(project: Path, run: Run, text: str) -> None:
    before = {name: state_of(project / "build" / name) for name in ("site", "private")}
    (project / "mkdocs.yml").write_text(text, "utf-8")
    answer = run("build", "--no-audit", "--root", project, "--on", ON)
    assert answer.code == 1
    assert "Traceback" not in answer.err
    assert answer.err.strip()
    assert {name: state_of(project / "build" / name) for name in before} == before


def test_all_findings_of_a_run_in_order(project: Path, run: Run) -> None:
    for breaks in ("a huge rate", "a folder in the place of a clause"):
        BROKEN[breaks][1](project)
    changed("program/tiers.yaml", "tier: silver", "tire: silver")(project)
    changed("program/metrics.yaml", "of: sales, value", "of: sale, value")(project)
    answer = run("lint", "--root", project, "--on", ON)
    assert [found["slug"] for found in PLACE.finditer(answer.err)] == [
        "unknown-file", "figure-too-large", "wrong-type", "unknown-key",
    ]  # fmt: skip
    assert "4 things are wrong" in answer.err


@pytest.mark.parametrize(("verdict", "code"), [("disagrees", 1), ("could not judge", 2)])
def test_a_book_that_the_audit_does_not_agree_with_is_not_published(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch, verdict: str, code: int
) -> None:
    monkeypatch.setattr(
        "generator.workflow.build.read_again",
        lambda *_: {"verdict": verdict, "examined": {}, "findings": []},
    )
    before = {name: state_of(project / "build" / name) for name in ("site", "private")}
    answer = run("build", "--root", project, "--on", ON)
    assert answer.code == code
    assert "was not published" in answer.err
    assert "The book lies" not in answer.out
    assert {name: state_of(project / "build" / name) for name in before} == before
