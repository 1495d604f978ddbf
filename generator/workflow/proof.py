"""Proof: writes what a longer run of the audit found into the Proof page of a book that is built already."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from datetime import date
from typing import Any

from generator.site.proof_page import write_proof
from generator.site.search import index_site
from generator.workflow.build import lint
from generator.workflow.manifest import write_manifest
from generator.workflow.places import BOOK_PARTS, Places
from generator.workflow.swap import put_in_place


def show_proof(places: Places, on: date, audit: Mapping[str, Any]) -> None:
    """Write an answer of `audit --json` into the built site, aside and then swapped.

    Raises EmptyProgramme, Diagnosed, and ValueError where the site has no place for it.
    """
    read = lint(places, on)
    stage = places.stage
    shutil.rmtree(stage, ignore_errors=True)
    # Links, not copies: what changes is written anew, and the statements may be many.
    for name in BOOK_PARTS:
        part = places.build / name
        if part.is_dir():
            shutil.copytree(part, stage / name, copy_function=os.link)
        else:
            os.link(part.resolve(), stage / name)
    write_proof(stage / "site", read.programme, read.editions, audit, places.templates)
    index_site(stage / "site")
    write_manifest(stage / "site", stage / "manifest.json")
    put_in_place(places.build, stage, BOOK_PARTS)
