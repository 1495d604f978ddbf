"""The main job: the same bytes for the same inputs, a failed build leaves the last one, roots stay apart."""

import os
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from generator.site.build_site import SiteFailed
from generator.source import Diagnosed
from generator.workflow import build as main_job
from generator.workflow.places import Places, RootsOverlap
from tests.workflow.projects import (
    EXAMPLE_DAY,
    ROOT,
    SECRET,
    SMALL,
    SMALL_DAY,
    built,
    copy,
    different,
    edit,
    links,
    opened,
    sealed,
    tree,
)

PUBLISHED = ("site/", "private/", "pending.yaml", "manifest.json")
RUN = "from generator.cli import main; main()"


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, built once."""
    root = copy(ROOT, tmp_path_factory.mktemp("example"))
    built(root, EXAMPLE_DAY)
    return root


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small programme, built."""
    root = copy(SMALL, tmp_path_factory.mktemp("once") / "small")
    built(root)
    return root


@pytest.fixture
def small(built_once: Path, tmp_path: Path) -> Path:
    """A copy of the small programme and of what was built of it."""
    shutil.copytree(built_once, tmp_path / "small", symlinks=True)
    return tmp_path / "small"


def test_the_same_inputs_give_the_same_bytes(example: Path, tmp_path: Path) -> None:
    """In another folder, another process, another time zone, with another order of sets."""
    root = copy(ROOT, tmp_path / "elsewhere")
    command = [
        sys.executable,
        "-c",
        RUN,
        "build",
        "--no-audit",
        "--root",
        str(root),
        "--on",
        str(EXAMPLE_DAY),
    ]
    strange = {
        "TZ": "Pacific/Kiritimati",
        "PYTHONHASHSEED": "7",
        "LC_ALL": "C",
        "PARTNERBOOK_SECRET": SECRET.hex(),
    }
    subprocess.run(command, cwd=ROOT, env=os.environ | strange, check=True, capture_output=True)
    first, second = tree(example / "build"), tree(root / "build")
    assert len(first) > 2500
    # The files of MkDocs name the folders in which they lie; nobody is shown them.
    assert different(first, second) <= {"mkdocs.ru.yml", "mkdocs.en.yml"}


def test_a_day_later_only_days_change(example: Path, tmp_path: Path) -> None:
    root = copy(ROOT, tmp_path / "later")
    built(root, EXAMPLE_DAY + timedelta(days=1))
    before, after = example / "build", root / "build"
    assert different(tree(before / "site"), tree(after / "site")) <= {
        f"{here}sitemap.xml{packed}" for here in ("", "en/") for packed in ("", ".gz")
    }
    assert not different(tree(before / "private"), tree(after / "private"))
    rows = (after / "pending.yaml").read_text("utf-8")
    assert rows == (before / "pending.yaml").read_text("utf-8").replace("2026-11-12", "2026-11-13")


def test_building_again_over_a_build_changes_nothing(small: Path) -> None:
    before = [tree(small / "build" / name) for name in ("site", "private", "content")]
    built(small)
    assert before == [tree(small / "build" / name) for name in ("site", "private", "content")]
    assert not (small / "build" / "next").exists()


def broken_programme(root: Path) -> None:
    edit(root / "program" / "clauses" / "010-first-sale.yaml", "amount: 25", "amount: 2,5")


def broken_example(root: Path) -> None:
    edit(
        root / "program" / "clauses" / "010-first-sale.yaml",
        "{first_sales: 1}, then: 25",
        "{first_sales: 1}, then: 26",
    )


def broken_record(root: Path) -> None:
    edit(root / "partners_data" / "sales.csv", "600.00", "six hundred")


def broken_page(root: Path, link: str = "nowhere.md") -> None:
    pages = root / "program" / "pages"
    pages.mkdir()
    for language in ("en", "ru"):
        (pages / f"help.{language}.md").write_text(f"# Help\n\n[nowhere]({link})\n", "utf-8")


def broken_link(root: Path) -> None:
    broken_page(root, "../nowhere/")


def broken_place(root: Path) -> None:
    broken_page(root, "../tiers/#tier-nowhere")


@pytest.mark.parametrize(
    "damage", [broken_programme, broken_example, broken_record, broken_page, broken_link, broken_place]
)
def test_a_failed_build_leaves_the_last_one_byte_for_byte(small: Path, damage: object) -> None:
    before = tree(small / "build")
    assert callable(damage)
    damage(small)
    with pytest.raises((Diagnosed, SiteFailed)):
        built(small)
    after = tree(small / "build")
    assert not {path for path in different(before, after) if path.startswith(PUBLISHED)}


def test_a_build_that_the_audit_denies_is_not_published(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(small / "build")
    edit(small / "partners_data" / "sales.csv", "600.00", "601.00")
    counts = dict.fromkeys(("clauses", "thresholds", "facts", "statements", "lines", "records"), 1)
    denied = {"verdict": "disagrees", "examined": counts, "findings": []}
    monkeypatch.setattr(main_job, "read_again", lambda *_: denied)
    summary = built(small, with_audit=True)
    assert summary.verdict == "disagrees"
    after = tree(small / "build")
    assert not {path for path in different(before, after) if path.startswith(PUBLISHED)}
    assert "next/site/index.html" in after


def test_the_audit_agrees_with_a_sound_build_and_lets_it_through(tmp_path: Path) -> None:
    root = copy(SMALL, tmp_path / "small")
    summary = built(root, with_audit=True)
    assert summary.audit["findings"] == []
    assert summary.verdict == "agrees"
    assert (root / "build" / "site" / "index.html").exists()
    assert summary.as_dict()["verdict"] == "agrees"
    assert (summary.partners, summary.ledger_lines, summary.statements) == (5, 8, 8)
    assert summary.records == {"read": 15, "counted": 14, "rejected": 1}


@pytest.mark.parametrize(("inner", "outer"), [("site", "private"), ("private", "site")])
def test_a_root_inside_the_other_is_refused(tmp_path: Path, inner: str, outer: str) -> None:
    root = copy(SMALL, tmp_path / "small")
    (root / "build" / outer / "deep").mkdir(parents=True)
    (root / "build" / inner).symlink_to(root / "build" / outer / "deep")
    before = tree(root)
    with pytest.raises(RootsOverlap):
        built(root)
    assert not different(before, tree(root))
    command = [sys.executable, "-c", RUN, "build", "--root", str(root), "--on", str(SMALL_DAY)]
    secret = {"PARTNERBOOK_SECRET": SECRET.hex()}
    run = subprocess.run(
        command, cwd=ROOT, env=os.environ | secret, capture_output=True, text=True, check=False
    )
    assert run.returncode == 64
    assert "Traceback" not in run.stderr


def test_roots_beside_each_other_are_fine(tmp_path: Path) -> None:
    Places.of(tmp_path).check_apart()


# Statements


def test_anothers_records_do_not_change_a_sealed_statement(small: Path) -> None:
    before = tree(small / "build" / "site" / "statements" / "s")
    mine = {name: sealed(small, "anna", name) for name in ("index", "2026-01", "2026-02")}
    assert all(mine.values())
    edit(
        small / "partners_data" / "sales.csv",
        "s08,boris,2026-02-28,paid,1500.50",
        "s08,boris,2026-02-28,paid,1500.51",
    )
    built(small)
    assert {name: sealed(small, "anna", name) for name in mine} == mine
    changed = different(before, tree(small / "build" / "site" / "statements" / "s"))
    # One cent more of volume: the statement of February, and the index where the payout is told.
    assert len(changed) <= 2
    assert "1,500.51" in opened(small, "boris", "2026-02").replace("\u00a0", ",").replace(
        "1,500,51", "1,500.51"
    )


def test_a_higher_epoch_revokes_a_link(small: Path) -> None:
    before, old = links(small), sealed(small, "anna")
    assert old is not None
    data = small / "partners_data"
    lines = (data / "partners.csv").read_text("utf-8").splitlines()
    epochs = ["key_epoch", *("2" if line.startswith("anna,") else "1" for line in lines[1:])]
    rows = [f"{line},{epoch}\n" for line, epoch in zip(lines, epochs, strict=True)]
    (data / "partners.csv").write_text("".join(rows), "utf-8")
    edit(
        data / "sources.yaml",
        "sponsor: sponsor,",
        "sponsor: sponsor, key_epoch: {column: key_epoch, digits: 0},",
    )
    built(small)
    after = links(small)
    assert {partner for partner in after if after[partner] != before[partner]} == {"anna"}
    assert sealed(small, "anna") is None
    assert sealed(small, "anna", "2026-01") is None
    assert sealed(small, "anna", epoch=2) not in (None, old)
    assert opened(small, "anna", "2026-01", epoch=2)


def test_another_secret_gives_other_links_and_no_statement_opens_with_the_old_ones(small: Path) -> None:
    before = links(small)
    main_job.build(Places.of(small), SMALL_DAY, bytes(32), with_audit=False)
    after = links(small)
    assert set(before) == set(after)
    assert not set(before.values()) & set(after.values())
    assert sealed(small, "anna") is None


def test_private_files_are_their_owners_only(small: Path) -> None:
    private = small / "build" / "private"
    assert (private / "links.csv").stat().st_mode & 0o077 == 0
    assert (private / "rejects.csv").stat().st_mode & 0o077 == 0


def test_with_activity_gives_statements_to_the_active_only(tmp_path: Path) -> None:
    root = copy(SMALL, tmp_path / "small")
    edit(root / "program" / "programme.yaml", "statements: everyone", "statements: with_activity")
    built(root)
    folder = root / "build" / "private" / "statements"
    found = {f"{path.parent.name}/{path.stem}" for path in folder.glob("*/*.html")}
    # eva never sold anything; clara and boris joined in January, dmitri in February.
    assert found == {
        "anna/2026-01", "boris/2026-01", "clara/2026-01", "anna/2026-02", "boris/2026-02", "dmitri/2026-02",
    }  # fmt: skip
    assert "eva" not in links(root)


def test_nothing_is_built_from_a_day_before_the_programme(tmp_path: Path) -> None:
    """The promise is public before the first period; there is nothing to settle yet."""
    root = copy(SMALL, tmp_path / "small")
    (root / "partners_data" / "sales.csv").write_text("sale,partner,date,status,amount\n", "utf-8")
    edit(root / "partners_data" / "sources.yaml", "    ceiling: 1\n", "    ceiling: 0\n")
    (root / "partners_data" / "partners.csv").write_text(
        "partner,name,joined_on,left_on,sponsor,language\nanna,Anna Small,2025-12-10,,,en\n", "utf-8"
    )
    summary = built(root, date(2025, 12, 15))
    assert (summary.ledger_lines, summary.statements) == (0, 0)
    assert (root / "build" / "site" / "rules" / "first-sale" / "index.html").exists()
