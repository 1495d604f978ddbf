"""Reads a programme folder into a frozen `Programme`, or says everything that is wrong with it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from generator.rules import AnyClause
from generator.rules.checks import check_programme
from generator.rules.recognised import RECOGNITION
from generator.source import (
    SAVE_AS_TEXT,
    Diagnosed,
    Diagnostic,
    MapNode,
    Mark,
    Place,
    Tree,
    did_you_mean,
    find,
    in_order,
    load_yaml,
    raise_if,
    validate,
    why_no_text,
    with_subject,
)
from generator.terms.clause import Clause
from generator.terms.ladder import TierFile
from generator.terms.policy import Languages, ProgrammeFile
from generator.terms.programme import GlossaryFile, MetricFile, Programme, Prose, PublishedRow
from generator.terms.recognition import RecognitionFile
from generator.terms.reward import RewardFile
from generator.terms.training import Course, CurriculumFile
from generator.terms.webinar import WebinarFile

_KNOWN = re.compile(
    r"(programme|glossary|metrics|tiers|rewards|recognition|published)\.yaml|clauses/[^/]+\.yaml|"
    r"training/(curriculum|webinars)\.yaml|training/courses/[^/]+\.yaml|training/lessons/[^/]+\.md|pages/[^/]+\.md"
)
_NEEDED = ("programme.yaml", "metrics.yaml")
_FIXED = (
    *_NEEDED,
    "tiers.yaml",
    "rewards.yaml",
    "recognition.yaml",
    "glossary.yaml",
    "published.yaml",
    "training/curriculum.yaml",
    "training/webinars.yaml",
)


class EmptyProgramme(Exception):
    """There is no programme to read; exit code 64."""


class _Reader:
    """Reads files one by one and keeps what is wrong, so that one run tells all of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.trees: dict[str, Tree] = {}
        self.diagnostics: list[Diagnostic] = []
        self.context: dict[str, Any] = {}

    def read(self, name: str, model: Any) -> Any:
        """The file as a value of `model`; None when it is wrong, which is noted."""
        try:
            tree = load_yaml(self.folder / name)
            self.trees[name] = tree
            return validate(model, tree, self.context)
        except Diagnosed as told:
            self.diagnostics += told.diagnostics
            return None


def load_programme(folder: Path) -> tuple[Programme, tuple[Diagnostic, ...]]:
    """The programme and the advice about it.

    Raises EmptyProgramme (no folder, or nothing in it) and Diagnosed.
    """
    files = _files(folder)
    if not any(f.endswith(".yaml") for f in files):
        raise EmptyProgramme(f"There is no programme in {folder}.")
    reader = _Reader(folder)
    reader.diagnostics += _strange_files(folder, files)
    files = [f for f in files if _KNOWN.fullmatch(f) and (folder / f).is_file()]
    if "programme.yaml" not in files:
        raise Diagnosed(in_order(reader.diagnostics))
    reader.context["languages"] = _languages(folder / "programme.yaml")
    programme: ProgrammeFile | None = reader.read("programme.yaml", ProgrammeFile)
    metrics: MetricFile | None = reader.read("metrics.yaml", MetricFile) if "metrics.yaml" in files else None
    tiers: TierFile | None = reader.read("tiers.yaml", TierFile) if "tiers.yaml" in files else None
    rewards: RewardFile | None = reader.read("rewards.yaml", RewardFile) if "rewards.yaml" in files else None
    glossary: GlossaryFile | None = (
        reader.read("glossary.yaml", GlossaryFile) if "glossary.yaml" in files else None
    )
    curriculum: CurriculumFile | None = (
        reader.read("training/curriculum.yaml", CurriculumFile)
        if "training/curriculum.yaml" in files
        else None
    )
    found: RecognitionFile | None = (
        reader.read(RECOGNITION, RecognitionFile) if RECOGNITION in files else None
    )
    webinars: WebinarFile | None = (
        reader.read("training/webinars.yaml", WebinarFile) if "training/webinars.yaml" in files else None
    )
    clauses, clause_files = _clauses(reader, [f for f in files if f.startswith("clauses/")])
    courses = _courses(reader, [f for f in files if f.startswith("training/courses/")])
    published = _published(reader) if "published.yaml" in files else ()
    lessons = _prose(reader, [f for f in files if f.startswith("training/lessons/")])
    pages = _prose(reader, [f for f in files if f.startswith("pages/")])
    raise_if(reader.diagnostics)
    assert programme is not None
    assert metrics is not None
    whole = Programme(
        folder=folder,
        file=programme,
        measures=metrics.measures,
        metrics=metrics.metrics,
        privileges=tiers.privileges if tiers else {},
        ladders=tiers.ladders if tiers else {},
        clauses=clauses,
        clause_files=clause_files,
        courses=courses,
        rewards=rewards.rewards if rewards else {},
        curriculum=curriculum.curriculum if curriculum else None,
        webinars=webinars.webinars if webinars else {},
        lessons=lessons,
        glossary=glossary.terms if glossary else {},
        pages=pages,
        published=published,
        trees=reader.trees,
        recognition=found or RecognitionFile(),
    )
    diagnostics = with_subject([*reader.diagnostics, *check_programme(whole)], reader.trees.values())
    raise_if(diagnostics)
    return whole, tuple(diagnostics)


def _languages(path: Path) -> tuple[str, ...]:
    """The languages, read before everything else, since every text depends on them; empty where they are wrong."""
    try:
        tree = load_yaml(path)
        if not isinstance(tree, MapNode) or "languages" not in tree.values:
            return ()
        languages: tuple[str, ...] = validate(Languages, tree.values["languages"])
    except Diagnosed:
        return ()  # told with its place when the whole file is validated
    return languages


def _clauses(reader: _Reader, files: list[str]) -> tuple[dict[str, Clause], dict[str, str]]:
    clauses: dict[str, Clause] = {}
    named: dict[str, str] = {}
    for name in files:
        clause: Clause | None = reader.read(name, AnyClause)
        if clause is not None and _is_new(reader, named, clause.clause, name, "clause"):
            clauses[clause.clause] = clause
    return clauses, named


def _courses(reader: _Reader, files: list[str]) -> dict[str, Course]:
    courses: dict[str, Course] = {}
    named: dict[str, str] = {}
    for name in files:
        course: Course | None = reader.read(name, Course)
        if course is not None and _is_new(reader, named, course.course, name, "course"):
            courses[course.course] = course
    return courses


def _is_new(reader: _Reader, named: dict[str, str], slug: str, name: str, key: str) -> bool:
    if slug not in named:
        named[slug] = name
        return True
    reader.diagnostics.append(
        Diagnostic(
            "duplicate-name",
            find(reader.trees[name], (key,)).place,
            f"The {key} `{slug}` stands in two files.",
            other=Mark(find(reader.trees[named[slug]], (key,)).place, "first here"),
            consequence="Both would claim the same public address.",
            cure="Rename one of them, or make it a further version of the other.",
        )
    )
    return False


def _published(reader: _Reader) -> tuple[PublishedRow, ...]:
    rows: tuple[PublishedRow, ...] | None = reader.read("published.yaml", tuple[PublishedRow, ...])
    return rows or ()


def _prose(reader: _Reader, files: list[str]) -> dict[str, dict[str, Prose]]:
    languages: tuple[str, ...] = reader.context["languages"]
    out: dict[str, dict[str, Prose]] = {}
    told = len(reader.diagnostics)
    for name in files if languages else ():
        path = reader.folder / name
        stem, _, language = path.stem.rpartition(".")
        if language not in languages:
            reader.diagnostics.append(_misnamed(path, languages))
            continue
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (UnicodeDecodeError, OSError) as error:
            reader.diagnostics.append(_unreadable_page(path, error))
            continue
        title, _, body = text.lstrip().partition("\n")
        if not title.startswith("# "):
            reader.diagnostics.append(
                Diagnostic(
                    "title-missing",
                    Place(str(path), 1, 1, max(1, len(title))),
                    "A page starts with its title.",
                    consequence="Without it the page has no name in the navigation.",
                    cure="Let the first line be `# Title`.",
                )
            )
            continue
        out.setdefault(stem, {})[language] = Prose(title[2:].strip(), body.strip() + "\n", path)
    for stem, by_language in out.items():
        missing = [code for code in languages if code not in by_language]
        if missing and len(reader.diagnostics) == told:  # else a page may be there and only not be readable
            path = next(iter(by_language.values())).path
            reader.diagnostics.append(
                Diagnostic(
                    "text-missing",
                    Place(str(path), 1, 1),
                    f"This page has no wording in `{missing[0]}`.",
                    consequence="Partners who read that language would find an empty place.",
                    cure=f"Write {path.parent.name}/{stem}.{missing[0]}.md beside it.",
                )
            )
    return out


def _misnamed(path: Path, languages: tuple[str, ...]) -> Diagnostic:
    name = f"{path.stem.split('.')[0]}.{languages[0]}.md"
    return Diagnostic(
        "unknown-language",
        Place(str(path), 1, 1),
        f"The name of `{path.name}` does not end in a language of the programme.",
        consequence="Nobody would see it.",
        cure=f"Name it {name}; the languages are {', '.join(languages)}.",
    )


def _unreadable_page(path: Path, error: UnicodeDecodeError | OSError) -> Diagnostic:
    if isinstance(error, UnicodeDecodeError):
        (why, line), cure = why_no_text(bytes(error.object), error.start), SAVE_AS_TEXT
    else:
        why, line = f"the system does not let it be read ({error.strerror})", 1
        cure = "Make sure that it is a file which you may read."
    return Diagnostic(
        "page-not-text",
        Place(str(path), line, 1),
        f"This page cannot be read: {why}.",
        consequence="Readers would find a page without its words.",
        cure=cure,
    )


def _files(folder: Path) -> list[str]:
    """Everything in the folder that is a file, or looks like one by its name; hidden files are nobody's."""
    if not folder.is_dir():
        return []
    found = (p for p in folder.rglob("*") if p.is_file() or p.suffix in (".yaml", ".md"))
    return sorted(p.relative_to(folder).as_posix() for p in found if not p.name.startswith("."))


def _strange_files(folder: Path, files: list[str]) -> list[Diagnostic]:
    """Files that nothing reads, and needed ones that are not there; a misspelt name is one message."""
    out: list[Diagnostic] = []
    missing = [name for name in _NEEDED if name not in files]
    for name in files:
        if (folder / name).is_dir():
            out.append(
                _unknown_file(folder, name, "", f"`{name}` is a folder, and a file is expected there.")
            )
        elif not _KNOWN.fullmatch(name):
            near = Path(name).with_suffix(".yaml").as_posix()
            if not _KNOWN.fullmatch(near) or near == name:
                near = did_you_mean(name, [one for one in _FIXED if one not in files])
            missing = [one for one in missing if one != near]
            out.append(_unknown_file(folder, name, near, f"Nothing reads the file `{name}`."))
    out += [_missing_file(folder, name) for name in missing]
    return out


def _unknown_file(folder: Path, name: str, near: str, says: str) -> Diagnostic:
    general = "Correct its name or folder (clauses/*.yaml, training/lessons/*.md, ...), or remove it."
    return Diagnostic(
        "unknown-file",
        Place(str(folder / name), 1, 1),
        says,
        consequence="A file that is silently ignored would be a promise that nobody keeps.",
        cure=f"Did you mean `{near}`?" if near else general,
    )


def _missing_file(folder: Path, name: str) -> Diagnostic:
    return Diagnostic(
        "missing-file",
        Place(str(folder / name), 1, 1),
        f"The file `{name}` is missing.",
        consequence="Without it there is no programme to compute.",
        cure=f"Create {folder.name}/{name}; the example programme shows what stands in it.",
    )
