"""The verbs `export payouts` and `export rewards`: what a closed period pays and owes, as files."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from generator.terms.currencies import coin_digits
from generator.workflow.options import of_a_project
from generator.workflow.owed_rewards import export_rewards
from generator.workflow.pain001 import Payer
from generator.workflow.payout_tables import decimal, totals_of
from generator.workflow.payouts import FORMS, Form, export_payouts
from generator.workflow.places import Places


def payouts_verb(today: Callable[[], date]) -> click.Command:
    """The verb; `today` is the default of `--on`."""

    @click.command("payouts")
    @of_a_project
    @click.argument("period")
    @click.option("--format", "form", type=click.Choice(FORMS), required=True, help="What kind of file.")
    @click.option(
        "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file, private."
    )
    @click.option("--method", default="", help="Only payouts with this payout_method.")
    @click.option("--payer-name", envvar="PARTNERBOOK_PAYER_NAME", default="", help="Who pays (pain001).")
    @click.option(
        "--payer-iban", envvar="PARTNERBOOK_PAYER_IBAN", default="", help="From which account (pain001)."
    )
    @click.option("--payer-bic", envvar="PARTNERBOOK_PAYER_BIC", default="", help="At which bank (pain001).")
    def payouts(
        root: Path,
        on: date | None,
        as_json: bool,
        period: str,
        form: Form,
        out: Path,
        method: str,
        payer_name: str,
        payer_iban: str,
        payer_bic: str,
    ) -> None:
        """Write the payouts of a closed PERIOD (2026-10); the same period always gives the same bytes."""
        payer = Payer(payer_name, payer_iban, payer_bic) if payer_name and payer_iban else None
        made = export_payouts(Places.of(root), period, form, out, on or today(), payer, method)
        count = len(made.payouts)
        totals = {code: decimal(total, coin_digits(code)) for code, total in totals_of(made.payouts).items()}
        if as_json:
            answer = {
                "period": period,
                "payouts": count,
                "amount": decimal(made.owed),
                "currency": made.currency,
                "paid": totals,
                "pay_by": made.pay_by.isoformat(),
                "file": str(out),
            }
            click.echo(json.dumps(answer, indent=2))
        else:
            sums = " and ".join(f"{total} {code}" for code, total in totals.items()) or "nothing"
            click.echo(f"{count} payouts of {period}, {sums} together, by {made.pay_by}: {out}")

    return payouts


def rewards_verb(today: Callable[[], date]) -> click.Command:
    """The verb `export rewards`; `today` is the default of `--on`."""

    @click.command("rewards")
    @of_a_project
    @click.argument("period")
    @click.option(
        "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file, private."
    )
    def rewards(root: Path, on: date | None, as_json: bool, period: str, out: Path) -> None:
        """Write the rewards that are to be handed over when a closed PERIOD (2026-10) has ended, as CSV."""
        owed = export_rewards(Places.of(root), period, out, on or today())
        count = sum(one.quantity for one in owed)
        people = len({one.partner for one in owed})
        if as_json:
            answer = {"period": period, "rewards": count, "partners": people, "file": str(out)}
            click.echo(json.dumps(answer, indent=2))
        else:
            click.echo(f"{count} rewards to hand over to {people} partners at the end of {period}: {out}")

    return rewards
