"""Each version has its place among the rules: the pages of things say what the editions say, no more, no less."""

from __future__ import annotations

import re

from generator.audit.findings import Findings, Place
from generator.audit.pages import Page
from generator.audit.promise import Edition
from generator.audit.public import Public
from generator.audit.sections import sections
from generator.audit.skeleton import Skeleton, Thing

PLACE = re.compile(
    r"(?:board|winners)/[^/]+/\d+/(?:place|value)"
)  # judged where places are, by the raw records
Said = dict[tuple[str, str], tuple[frozenset[str], frozenset[str]]]


def where_of(thing: Thing) -> str:
    """The folder of the page of a thing."""
    name = thing.name.partition("/")[2]
    folders = {
        "clause": f"rules/{thing.name}",
        "metric": f"metrics/{name}",
        "measure": f"measures/{name}",
        "policy": "policy",
        "ceiling": f"ceilings/{name}",
        "unit": f"units/{name}",
        "ladder": "tiers",
        "course": f"training/{name}",
        "curriculum": "training",
        "points": "points",
        "reward": f"rewards/{name}",
        "badge": f"badges/{name}",
        "certificate": f"certificates/{name}",
        "leaderboard": f"leaderboards/{name}",
        "winners": f"winners/{name}",
        "channels": "channels",
    }
    return folders[thing.kind]


def _said(page: Page) -> Said:
    """Ids of sentences and facts by thing and version."""
    found: Said = {}
    for one in sections(page):
        # A section may name the day of the version before or after it: a double, compared where doubles are.
        start = f"{one.thing}/{one.version}/"
        facts = frozenset(name for name in one.figures if name.startswith(start))
        found[one.thing, one.version] = (frozenset(said.id for said in one.sentences), facts)
    return found


def check_pages(public: Public, skeleton: Skeleton, editions: list[Edition], findings: Findings) -> None:
    """Every version stands on its thing's page in every language and says there what its edition says.

    That both say it in the same words and figures is known already, since doubles were compared.
    """
    known_facts: set[str] = set()
    for language in skeleton.languages:
        promised: Said = {}
        for edition in editions:
            page = public.under(f"editions/{edition.address}", skeleton.languages).get(language)
            if page is not None:
                promised |= _said(page)
        for _, facts in promised.values():
            known_facts |= facts
        for thing in skeleton.things.values():
            page = public.under(where_of(thing), skeleton.languages).get(language)
            place = Place(f"{language} {where_of(thing)}", thing.name)
            if page is None:
                findings.add("page-missing", place, "there is no such page")
                continue
            shown = _said(page)
            for version in thing.versions:
                key = (thing.name, version.address)
                if key not in shown:
                    findings.add("version-missing", Place(page.path, thing.name), f"{key[1]} is not shown")
                elif key in promised:
                    _compare(shown[key], promised[key], Place(page.path, f"{key[0]}/{key[1]}"), findings)
            dated = {version.address for version in thing.versions}
            for name, start in shown:
                if name == thing.name and start not in dated:
                    findings.add("version-missing", Place(page.path, name), f"there is no version of {start}")
    ends = ("from", "ends", "corrected")
    days = {f"edition/{edition.address}/{end}" for edition in editions for end in ends}
    known = known_facts | days
    for page in public.pages.values():
        for fact in page.facts:
            listed = "/leaderboards/" in page.path or "/winners/" in page.path
            if fact.id not in known and not (listed and PLACE.fullmatch(fact.id)):
                findings.add("fact-unexpected", Place(page.path, fact.id), "no edition has this fact")


def _compare(
    shown: tuple[frozenset[str], frozenset[str]],
    promised: tuple[frozenset[str], frozenset[str]],
    place: Place,
    findings: Findings,
) -> None:
    for here, there, slug in ((shown[0], promised[0], "sentence"), (shown[1], promised[1], "fact")):
        for name in sorted(there - here):
            findings.add(f"{slug}-missing", place, f"the edition has {name}, the page has not")
        for name in sorted(here - there):
            findings.add(f"{slug}-unexpected", place, f"the page has {name}, the edition has not")
