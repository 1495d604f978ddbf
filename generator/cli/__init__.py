"""The command `partnerbook`: verbs only, each with `--json`, each with the exit codes of the contract."""

from __future__ import annotations

import csv
import json
import os
import sys
import webbrowser
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

import click

from generator import __version__
from generator.cli.closing import close_verb
from generator.cli.exporting import payouts_verb, rewards_verb
from generator.cli.settling import settle_verb
from generator.cli.starting import init_verb
from generator.rules.folder import EmptyProgramme
from generator.site.build_site import SiteFailed
from generator.site.policy import UnsealableShell
from generator.site.search import SearchFailed
from generator.source import Diagnosed, did_you_mean, for_machine
from generator.source.catalogue import CATALOGUE
from generator.statements.sealing import MissingSecret, master_secret
from generator.workflow import build as main_job
from generator.workflow.demo import default_secret_path, ensure_demo_secret, write_demo
from generator.workflow.options import of_a_project
from generator.workflow.places import Places, RootsOverlap
from generator.workflow.proof import show_proof
from generator.workflow.rebuilding import rebuilder
from generator.workflow.telling import (
    annotate,
    progress,
    say_error,
    tell,
    tell_audit,
    tell_diagnosed,
    tell_summary,
)

FINE, WRONG, UNJUDGED, MISUSED = 0, 1, 2, 64
LOCAL_PORT = 8000
_VERDICT_CODES = {"agrees": FINE, "disagrees": WRONG, "could not judge": UNJUDGED}


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="partnerbook")
def cli() -> None:
    """Partnerbook: rules that partners can read, statements that they can recompute, and the proof that both agree."""


@cli.command()
@of_a_project
def lint(root: Path, on: date | None, as_json: bool) -> None:
    """Check the programme: everything that needs no data, worked examples included."""
    read = main_job.lint(Places.of(root), on or _today())
    if as_json:
        click.echo(for_machine(read.advice, root.resolve()))
        return
    tell(read.advice, root)
    annotate(read.advice)
    count = len(read.programme.clauses)
    click.echo(f"The programme is sound: {count} clauses, {len(read.editions)} editions.")


@cli.command()
@of_a_project
@click.option(
    "--build", "folder", type=click.Path(path_type=Path), default=None, help="Where to build (root/build)."
)
@click.option("--audit/--no-audit", "with_audit", default=True, help="Leave the second reading out.")
def build(root: Path, on: date | None, as_json: bool, folder: Path | None, with_audit: bool) -> None:
    """Build the site and all statements, and check that they agree."""
    places = Places.of(root, folder)
    secret = _secret(places)
    with progress(as_json) as say:
        summary = main_job.build(places, on or _today(), secret, say, with_audit=with_audit)
    if as_json:
        click.echo(json.dumps(summary.as_dict(), ensure_ascii=False, indent=2))
    else:
        tell_summary(summary, places)
    sys.exit(_VERDICT_CODES[summary.verdict] if with_audit else FINE)


@cli.command()
@of_a_project
@click.option(
    "--build", "folder", type=click.Path(path_type=Path), default=None, help="The build to read (root/build)."
)
@click.option(
    "--mutate", type=int, default=0, help="Put in this many faults, one at a time, and count those noticed."
)
@click.option("--seed", type=int, default=1, help="Seed of the faults.")
def audit(root: Path, on: date | None, as_json: bool, folder: Path | None, mutate: int, seed: int) -> None:
    """Read the published pages and statements a second time and recompute everything from them."""
    from generator.audit.run import audit as read_again
    from generator.audit.run import audit_json

    places, day = Places.of(root, folder), on or _today()
    secret = _secret(places) if mutate else b""
    with progress(as_json) as say:
        say("audit")
        result = read_again(places.root, on=day, build=places.build)
        mutation = None
        if mutate and audit_json(result)["verdict"] == "agrees":  # else every fault would seem to be noticed
            from generator.audit.mutation import mutate as try_faults

            say("mutation")
            rebuild = rebuilder(places, day, secret)
            mutation = try_faults(
                places.root,
                on=day,
                build=places.build,
                tries=mutate,
                seed=seed,
                rebuild=rebuild,
                progress=say,
            )
    answer = audit_json(result, mutation)
    if mutation is not None:
        show_proof(places, day, answer)
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        tell_audit(answer)
    unnoticed = mutation is not None and bool(mutation["survivors"] or mutation["unequal"])
    sys.exit(WRONG if unnoticed else _VERDICT_CODES[str(answer["verdict"])])


@cli.command()
@of_a_project
def publish(root: Path, on: date | None, as_json: bool) -> None:
    """Append to published.yaml what has become public and is not entered there yet."""
    from generator.workflow.publish import publish as append

    places = Places.of(root)
    day = on or _today()
    read = main_job.lint(places, day)
    rows = append(read.programme, read.editions, day)
    if as_json:
        answer = {"appended": [{r.kind: r.thing, "hash": r.hash, "date": str(day)} for r in rows]}
        click.echo(json.dumps(answer, indent=2))
        return
    for row in rows:
        click.echo(f"{row.kind} {row.thing}  {row.hash}")
    click.echo(
        f"{len(rows)} rows appended to program/published.yaml."
        if rows
        else "Everything is published already."
    )


@cli.command("open")
@of_a_project
@click.argument("partner")
@click.option("--browser/--no-browser", default=False, help="Open the link in a browser.")
def open_(root: Path, on: date | None, as_json: bool, partner: str, browser: bool) -> None:
    """Print the link of one partner's statements."""
    link = _links(Places.of(root)).get(partner)
    if link is None:
        _misuse(f"There is no partner {partner} with a statement in the last build.")
    if link.startswith("/"):  # mkdocs.yml names no address: the link that `partnerbook serve` answers
        link = f"http://localhost:{LOCAL_PORT}{link}"
    click.echo(json.dumps({"partner": partner, "link": link}) if as_json else link)
    if browser:
        webbrowser.open(link)


@cli.group()
def export() -> None:
    """Write private tables: the links of all partners, the payouts of a closed period."""


@export.command("links")
@of_a_project
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    help="The file to write; only its owner can read it.",
)
def export_links(root: Path, on: date | None, as_json: bool, out: Path) -> None:
    """Write a private CSV with every partner's link."""
    from generator.workflow.swap import write_atomically

    places = Places.of(root)
    source = places.private / "links.csv"
    if not source.is_file():
        _misuse("There is no build with links; run `partnerbook build` first.")
    if out.resolve().is_relative_to(places.site.resolve()):
        _misuse(f"{out} lies inside the public site.")
    write_atomically(out, source.read_text(encoding="utf-8"), mode=0o600)
    click.echo(json.dumps({"file": str(out)}) if as_json else f"Links written to {out}.")


@cli.command()
@of_a_project
@click.option("--port", type=int, default=LOCAL_PORT, help="The port on localhost.")
def serve(root: Path, on: date | None, as_json: bool, port: int) -> None:
    """Show the book on localhost in every language and rebuild when something changes."""
    from generator.workflow.serve import serve as run

    places = Places.of(root)
    secret = _secret(places)
    if as_json:
        click.echo(json.dumps({"address": f"http://localhost:{port}/"}))
    run(
        places, on or _today(), secret, port, (lambda _: None) if as_json else (lambda text: click.echo(text))
    )


@cli.command()
@of_a_project
@click.option("--partners", type=int, default=240, help="How many partners.")
@click.option("--seed", type=int, default=7, help="Seed of the invented data.")
def demo(root: Path, on: date | None, as_json: bool, partners: int, seed: int) -> None:
    """Write the invented data of the example programme, and a master secret if there is none."""
    try:
        written = write_demo(root.resolve(), on or _today(), partners, seed)
    except ValueError as error:
        _misuse(f"{error}.")
    path = default_secret_path()
    made = False if os.environ.get("PARTNERBOOK_SECRET") else ensure_demo_secret(path)
    if as_json:
        click.echo(json.dumps({"written": [str(p) for p in written], "secret_made": made}))
        return
    click.echo(f"{len(written)} files written." if written else "The example data is as it should be.")
    if made:
        click.echo(f"A master secret for demonstrations was made: {path}")


@cli.command()
@of_a_project
@click.argument("slug")
def explain(root: Path, on: date | None, as_json: bool, slug: str) -> None:
    """Say what a diagnostic means, and why it is one; `explain plan` shows how the metrics are computed."""
    if slug == "plan":
        from generator.workflow.explaining import explained_plan

        told, lines = explained_plan(Places.of(root), on or _today())
        click.echo(json.dumps(told, indent=2) if as_json else "\n".join(lines))
        return
    if slug not in CATALOGUE:
        near = did_you_mean(slug, list(CATALOGUE))
        _misuse(f"There is no diagnostic `{slug}`." + (f" Did you mean `{near}`?" if near else ""))
    click.echo(
        json.dumps({"slug": slug, "says": CATALOGUE[slug]}) if as_json else f"{slug}\n  {CATALOGUE[slug]}"
    )


def main() -> None:
    """Run the command; every expected failure becomes a message and an exit code, never a traceback."""
    root = _root_of(sys.argv)
    as_json = "--json" in sys.argv
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        if as_json:
            click.echo(json.dumps({"error": error.format_message()}, ensure_ascii=False))
        error.show()
        sys.exit(MISUSED)
    except click.Abort:
        sys.exit(130)
    except Diagnosed as told:
        tell_diagnosed(told.diagnostics, root, as_json)
        sys.exit(WRONG)
    except (EmptyProgramme, MissingSecret, RootsOverlap) as error:
        say_error(str(error), as_json)
        sys.exit(MISUSED)
    except (SiteFailed, SearchFailed, UnsealableShell) as error:
        say_error(str(error), as_json)
        sys.exit(WRONG)
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(WRONG)
    except OverflowError as error:
        say_error(f"A figure is too large to be computed with exactly: {error}.", as_json)
        sys.exit(WRONG)
    except OSError as error:
        say_error(f"{error.filename or 'A file'} cannot be read or written: {error.strerror}.", as_json)
        sys.exit(WRONG)


def _today() -> date:
    """The one place where the clock is asked: the default of `--on`."""
    return datetime.now().astimezone().date()


def _root_of(arguments: list[str]) -> Path:
    """The project's folder as given on the command line, for messages."""
    for at, word in enumerate(arguments):
        if word == "--root" and at + 1 < len(arguments):
            return Path(arguments[at + 1]).resolve()
        if word.startswith("--root="):
            return Path(word.removeprefix("--root=")).resolve()
    return Path().resolve()


def _misuse(text: str) -> NoReturn:
    raise click.UsageError(text)


def _secret(places: Places) -> bytes:
    return master_secret(os.environ, default_secret_path(), places.root)


def _links(places: Places) -> dict[str, str]:
    path = places.private / "links.csv"
    if not path.is_file():
        _misuse("There is no build with links; run `partnerbook build` first.")
    with path.open(encoding="utf-8", newline="") as rows:
        return {row["partner"]: row["link"] for row in csv.DictReader(rows)}


cli.add_command(init_verb(_today))
cli.add_command(settle_verb(_today))
cli.add_command(close_verb(_today, _secret, _VERDICT_CODES))
export.add_command(payouts_verb(_today))
export.add_command(rewards_verb(_today))
