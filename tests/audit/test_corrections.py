"""Corrections as pages show them: revisions of editions, what each says, and what is found where a page does not."""

from datetime import date, timedelta

import pytest

from generator.audit.addresses import address_of, parted
from generator.audit.skeleton import Skeleton, Thing, Version
from tests.audit.drawn_corrections import drawn
from tests.audit.twice import audited_pages, published, read_pages, read_twice
from tests.workflow.corrections import corrected
from tests.workflow.projects import SMALL, copy

JANUARY, FEBRUARY, MARCH = (date(2026, month, 1) for month in (1, 2, 3))


def issues(*versions: Version, others: tuple[Version, ...] = ()) -> list[tuple[str, date]]:
    things = {"a": Thing("a", "clause", versions), "b": Thing("b", "clause", others)}
    return [(one.address, one.known) for one in Skeleton(("en",), "UTC", JANUARY, things).editions()]


def test_addresses():
    assert address_of(JANUARY, 1) == "2026-01-01"
    assert parted("2026-01-01-r12") == (JANUARY, 12)
    for wrong in ("2026-01-01-r1", "2026-01-01-r0", "2026-13-01", "r2", "2026-01-01-r02"):
        with pytest.raises(ValueError, match=r"address|month"):
            parted(wrong)


def test_a_correction_revises_every_edition_that_holds_the_version():
    told = date(2026, 2, 20)
    first, second = Version(JANUARY), Version(JANUARY, revision=2, corrected=told, rows=1)
    found = issues(first, second, others=(Version(FEBRUARY), Version(MARCH)))
    day = timedelta(days=1)
    assert found == [
        ("2026-01-01", JANUARY - day),
        ("2026-01-01-r2", told),
        ("2026-02-01", FEBRUARY - day),
        ("2026-02-01-r2", told),
        ("2026-03-01", MARCH - day),  # it holds the correction from its first day on
    ]


def test_a_correction_announced_on_the_first_day_of_an_edition_revises_it():
    second = Version(JANUARY, revision=2, corrected=MARCH, rows=1)
    found = [name for name, _ in issues(Version(JANUARY), second, others=(Version(MARCH),))]
    assert found == ["2026-01-01", "2026-01-01-r2", "2026-03-01", "2026-03-01-r2"]


def test_corrections_of_one_day_make_one_revision():
    told = date(2026, 2, 20)
    pair = Version(JANUARY), Version(JANUARY, revision=2, corrected=told, rows=1)
    assert [name for name, _ in issues(*pair, others=pair)] == ["2026-01-01", "2026-01-01-r2"]


def test_a_day_that_only_a_correction_brings_is_known_with_it():
    told = date(2026, 3, 20)
    second = Version(JANUARY, revision=2, corrected=told, ends=date(2026, 2, 28))
    assert issues(Version(JANUARY), second)[-1] == ("2026-03-01", told)


def test_drawn_corrections(tmp_path):
    days = list(drawn(4, tmp_path / "p", 2))
    assert days
    found = read_twice(tmp_path / "p", max(days[-1], date(2026, 2, 28)))
    assert found.settled
    assert found.differences() == []


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    root = copy(SMALL, tmp_path_factory.mktemp("corrected") / "small")
    published(root, date(2026, 2, 5))
    corrected(root)
    published(root, date(2026, 2, 28))
    return root, read_pages(root, date(2026, 2, 28))


EDITION, CORRECTED = "editions/2026-01-01/", "editions/2026-01-01-r2/"
RULE = "rules/volume-commission/"


@pytest.mark.parametrize(
    ("where", "old", "new"),
    [
        (EDITION, 'data-corrected-by="2026-01-01-r2"', 'data-corrected-by="2026-02-01"'),
        (EDITION, 'href="../../editions/2026-01-01-r2/"', 'href="../../editions/2026-02-01/"'),
        (EDITION, "holds in its place", "may hold beside it"),
        (CORRECTED, "</b>, corrected on <b", "</b>, confirmed on <b"),
        (CORRECTED, 'data-corrects="2026-01-01"', 'data-corrects="2026-02-01"'),
        (CORRECTED, "Whom it affects", "Whom it helps"),
        (CORRECTED, "<p>Everyone who sold anything while the old figure stood.</p>", ""),
        (
            CORRECTED,
            'data-correction="volume-commission/2026-01-01-r2"',
            'data-correction="first-sale/2026-01-01"',
        ),
        (RULE, "Before its correction, in force", "Earlier version, in force"),
        (RULE, 'href="#v2026-01-01-r2">the correction', 'href="#v2026-02-01">the correction'),
        ("editions/", "e2026-01-01-r2", "e2026-01-01-r3"),
    ],
)
def test_what_a_page_does_not_say(pages, where, old, new):
    root, shown = pages
    path = f"build/site/{where}index.html"
    text = shown[path].decode()
    assert old in text
    changed = shown | {path: text.replace(old, new, 1).encode()}
    _, found = audited_pages(root, date(2026, 2, 28), changed)
    assert any(one.startswith("correction-not-shown") for one in found), found


def test_nothing_is_wrong_as_it_is(pages):
    root, shown = pages
    assert audited_pages(root, date(2026, 2, 28), shown)[1] == []


def test_a_correction_that_does_not_say_so(pages):
    root, shown = pages
    for path in (f"build/site/{CORRECTED}index.html", f"build/site/{RULE}index.html"):
        text = shown[path].decode()
        start = text.index('<p data-sentence="volume-commission/2026-01-01-r2/correction">')
        end = text.index("</p>", start) + 4
        shown = shown | {path: (text[:start] + text[end:]).encode()}
    _, found = audited_pages(root, date(2026, 2, 28), shown)
    assert any("does not say whether it is a correction" in one for one in found), found
