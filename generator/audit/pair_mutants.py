"""Mutants that change several things so that they fit together, or one of two things that must be alike."""

from __future__ import annotations

import gzip
import json
import random
import re

from generator.audit.canonical import digest, lines_of
from generator.audit.edits import inside, nudged, refill, tagged
from generator.audit.ground import Ground, Mutant, Operator, shortened
from generator.audit.opened import LINKS
from generator.audit.page_mutants import figure_everywhere
from generator.audit.pages import read_page
from generator.audit.pinned import MANIFEST
from generator.audit.public import SITE
from generator.audit.sealed import address_of, joined, seal

PENDING = "build/pending.yaml"
REJECTS = "build/private/rejects.csv"


def rate_and_amounts(rng: random.Random, ground: Ground) -> Mutant | None:
    """A figure on all pages and an amount on a statement: only what was published knows that both are wrong."""
    one = figure_everywhere(rng, ground)
    if one is None or not ground.statements:
        return None
    changed = dict(one.changed)
    for _ in range(20):
        partner, period = rng.choice(ground.statements)
        text = ground.fragment(partner, period)
        amounts = [e for e in tagged(text, "data-fact") if e.attributes["data-fact"].endswith("/amount")]
        if amounts:
            element = rng.choice(amounts)
            shown, unit = inside(text, element).strip(), element.attributes.get("data-unit", "")
            language = "ru" if 'lang="ru"' in text else "en"
            new = nudged(shown, language, unit, rng)
            if new is not None:
                changed |= ground.with_fragment(partner, period, refill(text, element, new))
                return Mutant(
                    "rate-and-amounts", f"{one.says}, and an amount of {partner}/{period}", changed, one.right
                )
    return None


def pages_and_hash(rng: random.Random, ground: Ground) -> Mutant | None:
    """A figure on all pages, with the list of published hashes and the printed hash made to fit."""
    one = figure_everywhere(rng, ground)
    fitted = with_hashes(one, ground) if one is not None else None
    if one is None or fitted is None:
        return None
    right = "edition-wrong line-amount-differs line-part-differs example-differs tier-differs line-missing"
    right += " sentence-not-understood"  # a version that says that it holds from another day than its own
    if one.says.startswith("edition/"):
        right += " fact-differs"  # the day in the head of a page, which no hash holds
    last = max((period for _, period in ground.statements), default="")
    if all(edition[:7] > last for edition in _editions(one)):
        # No statement follows an edition that has not begun: only the manifest knows what was built.
        right += " pinned-text-changed"
    return Mutant("pages-and-hash", fitted.says, fitted.changed, frozenset(right.split()))


def _editions(one: Mutant) -> set[str]:
    """The first days of the editions whose pages a mutant changes."""
    paths = [path for path in one.changed if re.search(r"editions/\d", path)]
    return {path.split("editions/")[1].split("/")[0] for path in paths}


def with_hashes(one: Mutant, ground: Ground) -> Mutant | None:
    """A mutant of pages with the list of published hashes and the printed hashes made to fit."""
    if not ground.outputs.exists(PENDING):
        return None
    seen = ground.outputs.with_changes(one.changed)
    changed = dict(one.changed)
    replaced: dict[str, str] = {}
    for edition in _editions(one):
        paths = [path for path in ground.pages if path.endswith(f"editions/{edition}/index.html")]
        before = digest(lines_of(read_page(ground.outputs.read(path), path) for path in paths))
        after = digest(lines_of(read_page(seen.read(path), path) for path in paths))
        replaced[before] = after
        for row in re.finditer(r"version: ([^,}\s]+), hash: ([0-9a-f]{64})", ground.outputs.text(PENDING)):
            old = lines_of((read_page(ground.outputs.read(path), path) for path in paths), row[1])
            new = lines_of((read_page(seen.read(path), path) for path in paths), row[1])
            if old and new and digest(old) == row[2]:
                replaced[row[2]] = digest(new)
    for path in [*ground.pages, PENDING]:
        text = seen.text(path)
        for old_hash, new_hash in replaced.items():
            text = text.replace(old_hash, new_hash)
        if text != seen.text(path):
            changed[path] = text.encode()
    return Mutant(one.operator, f"{one.says}, with the hashes made to fit", changed, one.right)


def borrowed(rng: random.Random, ground: Ground) -> Mutant | None:
    """One partner's statement with the name of another: everything on it fits together, and it is not theirs."""
    if not ground.statements:
        return None
    one, period = rng.choice(ground.statements)
    others = [name for name, when in ground.statements if when == period and name != one]
    if not others:
        return None
    other = rng.choice(others)
    mine, theirs = ground.fragment(one, period), ground.fragment(other, period)
    head, rest = theirs.split("</section>", 1)
    own_head = mine.split("</section>", 1)[0]
    new = f"{own_head}</section>{rest}"
    if re.sub(r"<[^>]*>", "", new) == re.sub(r"<[^>]*>", "", mine) or head == own_head:
        return None
    right = "metric-differs record-unexpected record-missing line-missing line-unexpected tier-differs sum-differs"
    right += " course-differs figure-missing figure-unexpected text-differs"
    says = f"{one}/{period} shows what is {other}'s"
    return Mutant(
        "statement-borrowed", says, ground.with_fragment(one, period, new), frozenset(right.split())
    )


def plain_only(rng: random.Random, ground: Ground) -> Mutant | None:
    """A figure of the plain page alone: the sealed form says something else."""
    if not ground.statements:
        return None
    partner, period = rng.choice(ground.statements)
    path = ground.cabinet.plain[partner][period]
    text = ground.outputs.text(path)
    element = rng.choice(tagged(text, "data-fact"))
    shown = inside(text, element).strip()
    new = nudged(shown, "ru" if 'lang="ru"' in text else "en", element.attributes.get("data-unit", ""), rng)
    if new is None:
        return None
    says = f"{path}: {element.attributes['data-fact']} {shown} -> {new}"
    return Mutant(
        "plain-only", says, {path: refill(text, element, new).encode()}, frozenset({"statement-doubled"})
    )


def index_changed(rng: random.Random, ground: Ground) -> Mutant | None:
    """The list of a partner's periods says something that the statements do not say."""
    vault = ground.cabinet.vault
    partner = rng.choice(sorted(ground.cabinet.links))
    token = ground.cabinet.links[partner].token
    if vault is None:
        return None
    index = json.loads(vault.open(token, "index"))
    row = rng.choice(index["periods"])
    act = rng.choice(("payout_text", "title", "status", "dropped"))
    if act == "dropped":
        index["periods"].remove(row)
    else:
        row[act] = f"{row[act]}0"
    address = address_of(token, "index")
    path = vault.shard_path(address)
    blobs = {
        **vault.shard(path),
        address: seal(json.dumps(index, ensure_ascii=False).encode(), token, "index"),
    }
    right = frozenset({"text-differs", "statement-missing", "statement-unreadable"})
    return Mutant("index-changed", f"{partner}: {act} of {row['period']}", {path: joined(blobs)}, right)


def links_swapped(rng: random.Random, ground: Ground) -> Mutant | None:
    """Two partners get each other's links."""
    lines = ground.outputs.text(LINKS).splitlines(keepends=True)
    if len(lines) < 3:
        return None
    one, other = rng.sample(range(1, len(lines)), 2)
    first, second = lines[one].split(",", 1), lines[other].split(",", 1)
    lines[one], lines[other] = f"{first[0]},{second[1]}", f"{second[0]},{first[1]}"
    right = frozenset({"statement-of-another", "statement-unreadable", "statement-doubled"})
    return Mutant("links-swapped", f"{first[0]} and {second[0]}", {LINKS: "".join(lines).encode()}, right)


def rejects_dropped(rng: random.Random, ground: Ground) -> Mutant | None:
    """One rejected row is no longer listed."""
    if not ground.outputs.exists(REJECTS):
        return None
    lines = ground.outputs.text(REJECTS).splitlines(keepends=True)
    if len(lines) < 2:
        return None
    at = rng.randrange(1, len(lines))
    gone = lines.pop(at)
    right = frozenset({"rejects-differ"})
    return Mutant("rejects-dropped", shortened(gone), {REJECTS: "".join(lines).encode()}, right)


def search_changed(rng: random.Random, ground: Ground) -> Mutant | None:
    """The search index shows another digit than its page."""
    paths = ground.outputs.list(f"{SITE}/pagefind/fragment", "*")
    if not paths:
        return None
    path = rng.choice(paths)
    text = gzip.decompress(ground.outputs.read(path)).decode()
    start = text.find('"content":"')
    places = [hit.start() for hit in re.finditer(r"\d", text) if hit.start() > start > 0]
    if not places or text.find('","word_count"') <= places[0]:
        return None
    at = rng.choice([place for place in places if place < text.find('","word_count"')])
    new = text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]
    changed: dict[str, bytes | None] = {path: gzip.compress(new.encode(), mtime=0)}
    return Mutant("search-changed", f"{path}: a digit", changed, frozenset({"search-differs"}))


def page_withheld(rng: random.Random, ground: Ground) -> Mutant | None:
    """A page of the site that is gone, from the manifest too."""
    path = rng.choice(
        [one for one in ground.pages if re.search(r"/(rules|metrics|editions|measures)/[^/]+/", one)]
    )
    manifest = json.loads(ground.outputs.text(MANIFEST))
    manifest["pages"].pop(path.removeprefix(f"{SITE}/"), None)
    right = frozenset({"page-missing", "version-missing"})
    changed: dict[str, bytes | None] = {path: None, MANIFEST: json.dumps(manifest).encode()}
    return Mutant("page-withheld", path, changed, right)


PAIR_OPERATORS: dict[str, Operator] = {
    "rate-and-amounts": rate_and_amounts,
    "pages-and-hash": pages_and_hash,
    "statement-borrowed": borrowed,
    "plain-only": plain_only,
    "index-changed": index_changed,
    "links-swapped": links_swapped,
    "rejects-dropped": rejects_dropped,
    "search-changed": search_changed,
    "page-withheld": page_withheld,
}
