"""What recognition and channels rest on: where their versions stand, and the names in them that lead nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from generator.rules.editions import sayings_of
from generator.rules.prose_checks import word_faults
from generator.rules.unknown import unknown
from generator.source import Diagnostic, Step
from generator.terms.channels import CHANNELS
from generator.terms.programme import Programme
from generator.terms.recognition import (
    GROUPS,
    CertificateVersion,
    LeaderboardVersion,
    RecognitionVersion,
    WinnersVersion,
)
from generator.terms.titles import Titles
from generator.terms.version import Version

RECOGNITION = "recognition.yaml"
Home = tuple[str, tuple[Step, ...]]


def recognised(programme: Programme) -> Iterator[tuple[str, Home, Sequence[Version]]]:
    """Each thing of recognition, and the channels, with its file, the path in it, and its versions."""
    for kind, group in programme.recognition.groups():
        for name, one in group.items():
            yield f"{kind}/{name}", (RECOGNITION, (GROUPS[kind], name)), one.versions
    if programme.file.channels is not None:
        yield CHANNELS, ("programme.yaml", (CHANNELS,)), programme.file.channels.versions


def named_in(version: Version) -> Iterator[tuple[tuple[Step, ...], str, str]]:
    """What a version names beside its conditions: where, a metric, a course or a contest, and its name."""
    if isinstance(version, CertificateVersion):
        yield ("course",), "course", version.course
    if isinstance(version, LeaderboardVersion):
        yield ("metric",), "metric", version.metric
    if isinstance(version, WinnersVersion):
        yield ("contest",), "contest", version.contest


def _known(programme: Programme, kind: str) -> Collection[str]:
    """The things of a kind that recognition may name."""
    if kind == "contest":
        return [name for name, clause in programme.clauses.items() if clause.kind == "contest"]
    return programme.metrics if kind == "metric" else programme.courses


def unknown_in_recognition(programme: Programme) -> Iterator[Diagnostic]:
    """Courses, metrics, contests and segments that recognition names and that do not exist."""
    for _, (file, path), versions in recognised(programme):
        for number, version in enumerate(versions):
            here: tuple[Step, ...] = (*path, "versions", number)
            for at, key, name in named_in(version):
                known: Collection[str] = _known(programme, key)
                if name not in known:
                    kind = {"metric": "metric", "course": "course", "contest": "clause"}[key]
                    yield unknown(programme, file, (*here, *at), kind, name, known)
            for row, segment in enumerate(
                version.segments if isinstance(version, LeaderboardVersion) else ()
            ):
                if segment not in programme.file.segments:
                    known = programme.file.segments
                    yield unknown(programme, file, (*here, "for", row), "segment", segment, known)


def recognition_faults(programme: Programme, titles: Titles) -> Iterator[Diagnostic]:
    """Faults of the words beside recognition."""
    for thing, (file, path), versions in recognised(programme):
        for number, version in enumerate(versions):
            sayings = sayings_of(programme, thing, version, titles)
            own = version.words if isinstance(version, RecognitionVersion) else None
            for key, words in (("words", own), ("why", version.why)):
                if words is not None:
                    here = (*path, "versions", number, key)
                    yield from word_faults(programme, file, here, words, sayings, titles)
