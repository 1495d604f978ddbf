"""Payouts of closed periods as files: what they hold, for whom they are refused, and that they never change."""

import csv
import io
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from click.testing import CliRunner
from lxml import etree

from generator.accounts.keeping import PAID
from generator.accounts.payouts import amounts_paid, payout_key
from generator.accounts.tables import table_of_bytes
from generator.cli import cli
from generator.rules.exact import checked
from generator.source import Diagnosed
from generator.workflow.pain001 import SCHEMA, Payer, credit_transfers
from generator.workflow.payout_tables import HEAD, csv_bytes, decimal, safe, workbook_bytes
from generator.workflow.payouts import FORMS, Form, Payout, export_payouts, register_of
from generator.workflow.places import Places, RootsOverlap
from tools.closing import closed

SOUND = Path(__file__).parents[1] / "diagnostics" / "_base"
ON = date(2026, 2, 10)
PAYER = Payer("Linen GmbH", "DE89 3704 0044 0532 0130 00", "COBADEFFXXX")
ACCOUNTS = {
    "anna": ("Анна Петрова", "NL91ABNA0417164300", "ABNANL2A", "bank"),
    "boris": ("=HYPERLINK(1)", "FR14 2004 1010 0505 0001 3M02 606", "", "bank"),
    "clara": ("", "", "", "cash"),
}


def texts(root: etree._Element, path: str) -> list[str | None]:
    """What stands in all elements that end a path, whatever their namespace."""
    return [one.text for one in root.iterfind(".//" + "/".join(f"{{*}}{name}" for name in path.split("/")))]


@pytest.fixture(scope="module")
def linen(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """A programme in euros whose first period is closed, with accounts of all partners but Clara."""
    root = tmp_path_factory.mktemp("payouts") / "linen"
    shutil.copytree(SOUND, root)
    programme = root / "program" / "programme.yaml"
    programme.write_text(programme.read_text("utf-8").replace("currency: RUB", "currency: EUR"), "utf-8")
    sources, partners = (root / "partners_data" / name for name in ("sources.yaml", "partners.csv"))
    columns = "    payee: payee\n    iban: iban\n    bic: bic\n    payout_method: method\n"
    sources.write_text(
        sources.read_text("utf-8").replace("    partner: id\n", f"    partner: id\n{columns}", 1), "utf-8"
    )
    head, *rows = partners.read_text("utf-8").splitlines()
    told = [f"{row},{','.join(ACCOUNTS[row.partition(',')[0]])}" for row in rows]
    partners.write_text("\n".join([f"{head},payee,iban,bic,method", *told]) + "\n", "utf-8")
    places = Places.of(root)
    closed(places, "2026-01", ON)
    return places


@contextmanager
def refused(slug: str, *words: str) -> Iterator[None]:
    """Expects one message of this slug that has these words."""
    with pytest.raises(Diagnosed) as told:
        yield
    (one,) = told.value.diagnostics
    assert one.slug == slug
    for word in words:
        assert word in f"{one.says} {one.cure}"


def test_the_register_is_what_the_close_says(linen: Places) -> None:
    made = register_of(linen, "2026-01", ON)
    close = made.close
    assert [one.partner for one in made.payouts] == ["anna", "boris"]
    assert made.pay_by == date(2026, 2, 10)
    assert made.payouts[0].key == payout_key("linen", "2026-01", "anna")
    assert close.period == "2026-01"
    folder = linen.data / "closed" / "runs" / close.run
    stored = table_of_bytes((folder / PAID).read_bytes())
    assert made.owed == sum(stored["amount"].to_pylist()) > 0


def test_csv_and_workbook_hold_the_same_and_no_formula(linen: Places, tmp_path: Path) -> None:
    forms: tuple[Form, ...] = ("csv", "xlsx")
    for form in forms:
        export_payouts(linen, "2026-01", form, tmp_path / f"pay.{form}", ON)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "pay.csv").read_text("utf-8"))))
    assert tuple(rows[0]) == HEAD
    assert [row["payee"] for row in rows] == ["Анна Петрова", "'=HYPERLINK(1)"]
    book = openpyxl.load_workbook(tmp_path / "pay.xlsx")
    head, *cells = book["payouts"].iter_rows()
    assert tuple(one.value for one in head) == HEAD
    assert {one.data_type for row in cells for one in row} <= {"s", "n"}
    shown: list[list[Any]] = [[one.value or "" for one in row] for row in cells]
    figures = [HEAD.index(name) for name in ("amount", "owed")]
    for at in figures:
        assert [decimal(round(row[at] * 100)) for row in shown] == [row[HEAD[at]] for row in rows]
    told = [
        [row[name].removeprefix("'") for at, name in enumerate(HEAD) if at not in figures] for row in rows
    ]
    assert [[cell for at, cell in enumerate(row) if at not in figures] for row in shown] == told
    total = dict(book["total"].iter_rows(values_only=True))
    assert total["payouts"] == 2
    owed = decimal(register_of(linen, "2026-01", ON).owed)
    assert decimal(round(total["amount EUR"] * 100)) == decimal(round(total["owed"] * 100)) == owed


def test_the_file_for_a_bank_names_each_payment_by_its_key(linen: Places, tmp_path: Path) -> None:
    made = export_payouts(linen, "2026-01", "pain001", tmp_path / "pay.xml", ON, PAYER)
    root = etree.parse(tmp_path / "pay.xml").getroot()

    assert root.tag == f"{{urn:iso:std:iso:20022:tech:xsd:{SCHEMA}}}Document"
    assert texts(root, "EndToEndId") == [one.key for one in made.payouts]
    assert texts(root, "InstdAmt") == [decimal(one.amount) for one in made.payouts]
    assert texts(root, "GrpHdr/CtrlSum") == texts(root, "PmtInf/CtrlSum") == [decimal(made.owed)]
    assert texts(root, "GrpHdr/NbOfTxs") == ["2"]
    assert texts(root, "CreDtTm") == ["2026-02-10T00:00:00"]
    assert texts(root, "ReqdExctnDt") == ["2026-02-10"]
    assert texts(root, "CdtrAcct/Id/IBAN") == ["NL91ABNA0417164300", "FR1420041010050500013M02606"]
    assert texts(root, "Cdtr/Nm")[0] == "Anna Petrova"


def test_each_currency_has_a_block_and_a_total_of_its_own(linen: Places) -> None:
    made = register_of(linen, "2026-01", ON)
    anna, boris = made.payouts
    some = (
        replace(boris, key="PB-3", currency="KWD", amount=1_234_005, rate="325.5", rate_date="2026-01-31"),
        replace(boris, key="PB-2", currency="JPY", amount=1_234_567),
        anna,
        replace(anna, key="PB-1"),
    )
    rows = list(csv.DictReader(io.StringIO(csv_bytes(some).decode(), newline="")))
    euros = decimal(anna.amount)
    assert [row["amount"] for row in rows] == ["1234.005", "1234567", euros, euros]
    assert [row["rate_date"] for row in rows] == ["2026-01-31", "", "", ""]
    total = openpyxl.load_workbook(io.BytesIO(workbook_bytes(some, "d")))["total"]
    assert [row[0] for row in total.iter_rows(values_only=True)] == [
        *("payouts", "amount EUR", "amount JPY", "amount KWD", "owed", "close")
    ]
    assert total["B3"].value == 1_234_567
    content = credit_transfers(some, PAYER, "linen", made.close, made.pay_by)
    assert content == credit_transfers(some, PAYER, "linen", made.close, made.pay_by)
    root = etree.fromstring(content)

    twice = decimal(2 * anna.amount)
    assert texts(root, "PmtInf/CtrlSum") == [twice, "1234567", "1234.005"]
    assert texts(root, "PmtInf/NbOfTxs") == ["2", "1", "1"]
    assert texts(root, "GrpHdr/NbOfTxs") == ["4"]
    whole = Fraction(twice) + 1_234_567 + Fraction("1234.005")
    assert [Fraction(str(one)) for one in texts(root, "GrpHdr/CtrlSum")] == [whole]
    assert [one.get("Ccy") for one in root.iterfind(".//{*}InstdAmt")] == ["EUR", "EUR", "JPY", "KWD"]
    assert texts(root, "InstdAmt") == [euros, euros, "1234567", "1234.005"]
    assert texts(root, "EndToEndId") == [anna.key, "PB-1", "PB-2", "PB-3"]
    assert texts(root, "SvcLvl/Cd") == ["SEPA"], "only euros are SEPA transfers"
    assert texts(root, "ChrgBr") == ["SLEV", "SHAR", "SHAR"]
    assert len(set(texts(root, "PmtInfId"))) == 3


@pytest.mark.parametrize("form", ["csv", "xlsx", "pain001"])
def test_a_second_export_gives_the_same_bytes_and_is_private(
    linen: Places, tmp_path: Path, form: Form
) -> None:
    out = tmp_path / "file"
    export_payouts(linen, "2026-01", form, out, ON, PAYER)
    first = out.read_bytes()
    export_payouts(linen, "2026-01", form, out, date(2026, 2, 28), PAYER)
    assert out.read_bytes() == first
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [out]


def test_what_is_refused(linen: Places, tmp_path: Path) -> None:
    out = tmp_path / "file"
    with refused("period-not-closed", "2026-02", "partnerbook close 2026-02"):
        export_payouts(linen, "2026-02", "csv", out, ON)
    with refused("payout-unpayable", "--payer-iban"):
        export_payouts(linen, "2026-01", "pain001", out, ON)
    with refused("payout-unpayable", "check digits"):
        export_payouts(linen, "2026-01", "pain001", out, ON, Payer("Linen", "DE00370400440532013000"))
    with refused("method-unused", "Nobody is paid by `bnak`", "Did you mean `bank`?", "`bank` (2)"):
        export_payouts(linen, "2026-01", "csv", out, ON, method="bnak")
    with pytest.raises(RootsOverlap):
        export_payouts(linen, "2026-01", "csv", linen.site / "payouts.csv", ON)
    assert not out.exists()


def test_a_method_without_payouts_leaves_the_last_file_alone(linen: Places, tmp_path: Path) -> None:
    out = tmp_path / "file"
    export_payouts(linen, "2026-01", "csv", out, ON, method="bank")
    was = out.read_bytes()
    for form in FORMS:
        with refused("method-unused", "`cash`", "`bank` (2)"):
            export_payouts(linen, "2026-01", form, out, ON, PAYER, "cash")
    assert (out.read_bytes(), list(tmp_path.iterdir())) == (was, [out])


def test_nobody_is_left_out_of_a_file_for_a_bank(linen: Places, tmp_path: Path) -> None:
    root = tmp_path / "linen"
    shutil.copytree(linen.root, root)
    partners = root / "partners_data" / "partners.csv"
    partners.write_text(partners.read_text("utf-8").replace("NL91ABNA0417164300", ""), "utf-8")
    with refused("payout-unpayable", "`anna` has no IBAN"):
        export_payouts(Places.of(root), "2026-01", "pain001", tmp_path / "file", ON, PAYER)


def test_the_command(linen: Places, tmp_path: Path) -> None:
    out = tmp_path / "pay.csv"
    words = [
        "export",
        "payouts",
        "2026-01",
        "--root",
        str(linen.root),
        "--on",
        "2026-02-10",
        "--format",
        "csv",
    ]
    done = CliRunner().invoke(cli, [*words, "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert done.output.startswith("2 payouts of 2026-01")
    assert out.exists()


def test_texts_that_look_like_formulas_are_texts() -> None:
    for begins in "=+-@\t\r\n":
        assert safe(f"{begins}1") == f"'{begins}1"
    assert safe("1=1") == "1=1"
    odd = Payout("K", "2026-01", "@p", "+n", "\tx", 5, "EUR", "-m", "=1+1", "", 5)
    (_, row) = csv.reader(io.StringIO(csv_bytes([odd]).decode(), newline=""))
    assert row == ["K", "2026-01", "'@p", "'+n", "'\tx", "0.05", "EUR", "'-m", "'=1+1", "", "0.05", "", ""]
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_bytes([odd], "d")))["payouts"]
    assert [one.data_type for one in sheet[2]] == [*"sssssnssssnss"]
    assert sheet["I2"].value == "=1+1"


def test_who_is_paid() -> None:
    due, left = checked([0, 99_999, 100_000, 1, -5, 1]), np.array([0, 0, 0, 1, 1, 0], dtype=np.bool_)
    assert amounts_paid(due, 100_000, left).tolist() == [0, 0, 100_000, 1, 0, 0]
    assert amounts_paid(due, 0, left).tolist() == [0, 99_999, 100_000, 1, 0, 1]


def test_the_key_of_a_payment_never_changes() -> None:
    key = payout_key("linen", "2026-01", "anna")
    assert key == payout_key("linen", "2026-01", "anna")
    assert len(key) == 29 < 35
    others = [payout_key("linen", "2026-02", "anna"), payout_key("linen", "2026-01", "boris")]
    assert len({key, *others}) == 3
