"""A whole audit of a project written by hand, and of everything that can be broken in it."""

from pathlib import Path

import pytest

from generator.audit.findings import Verdict
from generator.audit.mutation import Injection, mutate
from generator.audit.run import audit, audit_json
from tests.audit import mini


@pytest.fixture
def root(tmp_path: Path) -> Path:
    mini.write(tmp_path)
    return tmp_path


def look(root: Path):
    return audit(root, on=mini.ON)


def slugs(root: Path) -> set[str]:
    return {one.slug for one in look(root).findings}


def edit(root: Path, path: str, old: str, new: str) -> None:
    target = root / path
    text = target.read_text("utf-8")
    assert old in text, old
    target.write_text(text.replace(old, new), "utf-8")


def restate(root: Path, old: str, new: str, times: int = -1) -> None:
    """Change the statement in both of its forms."""
    text = (root / "build/private/statements/A/2026-05.html").read_text("utf-8")
    fragment = text[text.index("<div class") : text.rindex("</main>")]
    assert old in fragment, old
    mini.write_statement(root, fragment.replace(old, new, times))


def test_a_sound_build_agrees(root):
    result = look(root)
    assert result.findings == []
    assert result.verdict == Verdict.AGREES
    assert result.examined["statements"] == 1
    assert result.examined["lines"] == 2
    assert result.examined["records"] == 3
    assert result.examined["examples"] == 3
    assert audit_json(result)["verdict"] == "agrees"


@pytest.mark.parametrize(("announced", "found"), [("2026-06-01", set()), ("2026-05-31", {"version-missing"})])
def test_what_is_announced_after_the_day_of_the_build_is_not_expected(root, announced, found):
    later = f", {{announced: {announced}, from: 2026-07-01}}]"
    edit(root, "program/clauses/growth.yaml", "examples: [1, 2]}]", "examples: [1, 2]}" + later)
    mini.put(root, "program/clauses/later.yaml", f"clause: later\nversions: [{later.removeprefix(', ')}\n")
    assert slugs(root) >= found
    assert bool(found) == bool(slugs(root))


PAGES = {
    "rate": ("rules/growth", "7.5%", "8.5%", "fact-differs"),
    "threshold by one minor unit": ("rules/growth", "£1,000", "£1,000.01", "fact-differs"),
    "date": ("rules/growth", "1\u00a0April\u00a02026", "2\u00a0April\u00a02026", "fact-differs"),
    "unit": ("rules/growth", 'data-unit="percent">5%', 'data-unit="count">5', "fact-differs"),
    "format": ("rules/growth", "£1,000", "£1000", "fact-unreadable"),
    "wording": ("rules/growth", "only to the part of", "to the whole of", "sentence-differs"),
    "hidden": ("rules/growth", "<table>", "<table hidden>", "hidden-text"),
    "removed sentence": (
        "rules/growth",
        mini.said("growth", "d", "Below the first row nothing is paid."),
        "",
        "sentence-missing",
    ),
    "bare digit": ("rules/growth", "nothing is taken.", "nothing is taken. 5", "untagged-digit"),
    "number word": ("rules/growth", "nothing is taken", "half is taken", "figure-in-prose"),
    "example": ("rules/growth", "£65</b>", "£66</b>", "example-differs"),
    "no id": ("rules/growth", f'data-fact="growth/{mini.V}/row.1.rate"', "", "fact-missing"),
    "emptied": ("rules/growth", mini.SECTIONS["growth"], "", "version-missing"),
    "broken": ("rules/growth", "</body></html>", "", "page-unreadable"),
    "no article": ("rules/growth", "md-content__inner", "md-content", "page-unreadable"),
    "other words": ("rules/growth", "gives", "does not give", "pinned-text-changed"),
}


@pytest.mark.parametrize("name", PAGES)
def test_pages_that_were_changed(root, name):
    place, old, new, slug = PAGES[name]
    edit(root, f"build/site/{place}/index.html", old, new)
    assert slug in slugs(root)
    assert look(root).verdict == Verdict.DISAGREES


EVERYWHERE = {
    "rate": ("7.5%", "8.5%", "edition-hash-differs"),
    "wording that is read otherwise": ("is at least", "is more than", "edition-hash-differs"),
    "wording that cannot be read": ("only to the part of", "to most of", "clause-not-audited"),
    "condition": ("or higher", "or lower", "clause-not-audited"),
    "a link's words": (">Volume</a> is at least", ">Turnover</a> is at least", "reference-wrong"),
}


@pytest.mark.parametrize("name", EVERYWHERE)
def test_all_pages_changed_alike(root, name):
    old, new, slug = EVERYWHERE[name]
    for path in (root / "build/site").rglob("*.html"):
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    mini.write_manifest(root)
    assert slug in slugs(root)


STATEMENT = {
    "amount": ("£65.00", "£65.01", "line-amount-differs"),
    "basis": ('base" data-unit="GBP">£1,200.00', 'base" data-unit="GBP">£1,200.01', "line-basis-differs"),
    "metric": (
        'metric/volume" data-unit="GBP">£1,200.00',
        'metric/volume" data-unit="GBP">£1,300.00',
        "metric-differs",
    ),
    "part": ("£15.00", "£16.00", "line-part-differs"),
    "sum": ('payout" data-unit="GBP">£75.00', 'payout" data-unit="GBP">£85.00', "balance-differs"),
    "tier": (">Gold<", ">Start<", "tier-differs"),
    "day": ("10\u00a0June", "11\u00a0June", "payout-day-differs"),
    "edition": ("the edition of 1\u00a0May", "the edition of 2\u00a0May", "edition-wrong"),
    "version": ("version of 1\u00a0May", "version of 2\u00a0May", "edition-wrong"),
    "name": (">Anna<", ">Boris<", "text-differs"),
    "partner": ("A/2026-05", "B/2026-05", "statement-of-another"),
    "period": (">May\u00a02026<", ">June\u00a02026<", "text-differs"),
    "language": ('lang="en"', 'lang="ru"', "fact-unreadable"),
    "words": ("amounts may still change", "amounts are final", "text-differs"),
    "record": ("7.00", "7.01", "record-differs"),
    "record's effect": ("Counted in no figure", "Counts in: Volume", "record-differs"),
    "reason": ("A trial order.", "Not ours.", "record-differs"),
    "record that is none": (
        '<tr data-row="sales:sales.csv:3">',
        '<tr data-row="sales:sales.csv:5">',
        "record-wrongly-placed",
    ),
    "hidden record": (
        '<tr data-row="sales:sales.csv:3">',
        '<tr hidden data-row="sales:sales.csv:3">',
        "hidden-text",
    ),
    "hash of records": ('records-hash">', 'records-hash">0', "input-hash-differs"),
    "hash of edition": ('edition-hash">', 'edition-hash">0', "edition-wrong"),
    "link": (f"../rules/growth/#v{mini.V}", "../rules/welcome/", "reference-wrong"),
    "nothing": ("data-statement=", "data-nothing=", "statement-unreadable"),
}


@pytest.mark.parametrize("name", STATEMENT)
def test_statements_that_were_changed(root, name):
    old, new, slug = STATEMENT[name]
    restate(root, old, new)
    assert slug in slugs(root)


def test_a_line_dropped_or_doubled(root):
    fragment = (root / "build/private/statements/A/2026-05.html").read_text("utf-8")
    start = fragment.index('<div data-line="welcome"')
    line = fragment[start : fragment.index("</div>", start) + 6]
    restate(root, line, "")
    assert {"line-missing", "sum-differs"} <= slugs(root)
    mini.write(root)
    restate(root, line, line + line)
    assert {"line-doubled", "text-differs"} <= slugs(root)


def test_sealed_and_plain_forms_are_alike(root):
    edit(root, "build/private/statements/A/2026-05.html", "£75.00", "£76.00")
    assert slugs(root) == {"statement-doubled"}  # and nothing else: the sealed form is sound


def test_a_statement_withheld(root):
    for path in (root / "build/site/statements/s").iterdir():
        path.write_bytes(b"")
    assert "statement-unreadable" in slugs(root)


def test_a_partner_without_a_link(root):
    edit(root, "partners_data/partners.csv", "Anna\n", "Anna\nB,2026-05-05,Boris\n")
    assert "statement-missing" in slugs(root)


RAW = {
    "value": ("1200.50", "1200.51", "metric-differs"),
    "status": ("2026-05-02,paid", "2026-05-02,open", "metric-differs"),
    "dropped": ("2,A,2026-05-31,open,7.00,0\n", "", "record-unexpected"),
    "added": ("3,,2026", "9,A,2026-05-05,paid,1,0\n3,,2026", "record-missing"),
    "rejected": (
        "3,,2026-05-03,paid,5,0\n",
        "3,,2026-05-03,paid,5,0\n8,,2026-05-03,paid,5,0\n",
        "too-many-rejected",
    ),
    "unreadable": ("id,who", "id,whom", "raw-data-unreadable"),
}


@pytest.mark.parametrize("name", RAW)
def test_raw_rows_that_were_changed(root, name):
    old, new, slug = RAW[name]
    edit(root, "partners_data/sales.csv", old, new)
    assert slug in slugs(root)


def test_a_statement_on_a_public_page(root):
    text = (root / "build/private/statements/A/2026-05.html").read_bytes()
    mini.put(root, "build/site/oops/index.html", text)
    assert "statement-exposed" in slugs(root)


def test_published_hashes(root):
    text = (root / "build/pending.yaml").read_text("utf-8")
    (root / "build/pending.yaml").write_text(text.replace("hash: ", "hash: 0"), "utf-8")
    assert {"edition-hash-differs", "version-hash-differs"} <= slugs(root)
    (root / "build/pending.yaml").write_text("[]\n", "utf-8")
    assert {"edition-missing", "version-missing"} <= slugs(root)


def test_nothing_is_never_agreement(tmp_path):
    result = audit(tmp_path, on=mini.ON)
    assert result.verdict == Verdict.COULD_NOT_JUDGE
    assert {one.slug for one in result.findings} == {"page-missing", "nothing-examined"}


def test_emptied_folders(root):
    import shutil

    shutil.rmtree(root / "build/private")
    assert {"statements-missing", "nothing-examined"} <= slugs(root)
    shutil.rmtree(root / "build/site")
    assert look(root).verdict == Verdict.COULD_NOT_JUDGE
    mini.write(root)
    for path in (root / "build/site").rglob("*.html"):
        path.write_text(mini.page(""), "utf-8")
    assert look(root).verdict != Verdict.AGREES


def test_an_unknown_kind_is_never_a_pass(root):
    for path in (root / "build/site").rglob("*.html"):
        text = path.read_text("utf-8").replace("this rule pays a share of", "this rule raffles a share of")
        path.write_text(text, "utf-8")
    assert "clause-not-audited" in slugs(root)


def test_mutants_are_killed(root):
    answer = mutate(root, on=mini.ON, tries=40, seed=3, full=40)
    assert answer["tried"] == 40
    assert answer["unequal"] == []
    assert answer["survivors"] == []


def test_a_survivor_is_told(root):
    from contextlib import nullcontext

    injection = Injection("does-nothing", lambda rng: nullcontext(("nothing at all", root / "build")))
    answer = mutate(root, on=mini.ON, tries=0, seed=1, injections=[injection])
    assert answer["survivors"] == ["does-nothing: nothing at all"]


def test_mutants_of_nothing_are_refused(tmp_path):
    with pytest.raises(ValueError, match="nothing can be learnt"):
        mutate(tmp_path, on=mini.ON, tries=1, seed=1)
