"""The pages of training: the curriculum, its courses, their lessons and quizzes, and the webinars."""

from __future__ import annotations

from html import escape

from generator.rules.training_checks import changed_on, reviewed_on
from generator.site.corrections import correction
from generator.site.desk import Desk, section
from generator.site.markup import Pen, in_markdown, with_places
from generator.site.opens import opened
from generator.site.quiz_pages import write_quiz
from generator.site.webinar_pages import shown_webinars, write_webinars
from generator.terms.edition import Part
from generator.terms.numerals import day
from generator.terms.saying import Fact
from generator.terms.training import CourseVersion, CurriculumVersion


def write_training(desk: Desk) -> None:
    """The curriculum, a page for each course, for each lesson and quiz, and for the webinars."""
    webinars = bool(shown_webinars(desk))
    if not desk.has("course") and not webinars:
        return
    pen = desk.pen("training")
    nav: list[object] = ["training/index.md"]
    body = f"{desk.words['training_lead']}\n\n"
    if desk.programme.curriculum is not None:
        for part in desk.newest_first("curriculum"):
            said = "".join(pen.paragraph(s) for s in part.sayings.sentences.values())
            said += desk.why(desk.version(part), part, pen) + _paths(desk, pen, part)
            body += section(part, desk.version_head(part, pen, 2) + said + correction(desk, part, pen))
    rows = ""
    for name in desk.programme.courses:
        shown = desk.shown_part(f"course/{name}")
        if shown is None:
            continue
        goal = escape(_version(desk, shown).goal[desk.language])
        rows += desk.listed(pen.addresses.to(f"course/{name}"), desk.title(f"course/{name}"), goal)
        nav.append({desk.entry(desk.title(f"course/{name}")): _course(desk, name)})
    if rows:
        body += f'## {desk.words["lessons"]}\n\n<ul class="pb-cards">\n{rows}</ul>\n'
    if webinars:
        link = pen.addresses.page("training/webinars/")
        body += f'\n<p class="pb-next"><a href="{link}">{desk.words["webinars"]}</a></p>\n'
        nav.append({desk.words["webinars"]: write_webinars(desk)})
    desk.add("training", desk.words["training"], with_places(body, "path"))
    desk.pages.nav.append({desk.words["training"]: nav})


def _paths(desk: Desk, pen: Pen, part: Part) -> str:
    """What a manager says of each path."""
    version = desk.version(part)
    assert isinstance(version, CurriculumVersion)
    return "".join(
        pen.explanation(f"{part.id}/{path.path}", path.words, None, desk.others, desk.titles)
        for path in version.paths
        if path.words is not None
    )


def _version(desk: Desk, part: Part) -> CourseVersion:
    version = desk.version(part)
    assert isinstance(version, CourseVersion)
    return version


def _course(desk: Desk, name: str) -> list[object]:
    path = f"training/{name}"
    pen = desk.pen(path)
    part = desk.shown_part(f"course/{name}")
    assert part is not None
    version = _version(desk, part)
    lessons = ""
    nav: list[object] = [f"{path}/index.md"]
    for lesson in version.lessons:
        prose = desk.programme.lessons[lesson][desk.language]
        lessons += f'<li><a href="{pen.addresses.page(f"{path}/{lesson}/")}">{escape(prose.title)}</a></li>\n'
        lesson_path = f"{path}/{lesson}"
        its = desk.pen(lesson_path)
        course_link = f'<a href="{its.addresses.page(f"{path}/")}">{escape(desk.title(f"course/{name}"))}</a>'
        body = f'<p class="pb-label">{desk.words["lesson_of"]} {course_link}</p>\n\n{_stale(desk, name, its, version)}'
        desk.add(lesson_path, prose.title, body + desk.cited(prose.body, lesson_path))
        nav.append({desk.entry(prose.title): f"{lesson_path}/index.md"})
    after = opened(desk, pen, name)
    after += f"\n## {desk.words['lessons']}\n\n<ol>\n{lessons}</ol>\n"
    if version.practice is not None:
        task = pen.prose(version.practice.task, part.sayings, desk.others, desk.titles)
        after += f"\n## {desk.words['practice_heading']}\n\n"
        after += f'<div data-explanation="{part.id}/practice"><p>{task}</p></div>\n'
    if version.quiz is not None:
        take = pen.addresses.page(f"{path}/quiz/")
        after += f'\n<p class="pb-next"><a href="{take}">{desk.words["quiz_take"]}</a></p>\n'
        notes = _stale(desk, name, desk.pen(f"{path}/quiz"), version)
        title = desk.words["quiz_title"].format(title=desk.title(f"course/{name}"))
        nav.append({desk.entry(title): write_quiz(desk, name, version.quiz, part, notes)})
    goal = f'<p class="pb-label">{desk.words["course_goal"]}</p>\n\n{in_markdown(version.goal[desk.language])}\n\n'
    desk.thing_page(f"course/{name}", desk.title(f"course/{name}"), path, after)
    file = f"{path}/index.md"
    before = f"{_stale(desk, name, pen, version)}{goal}"
    desk.pages.files[file] = desk.pages.files[file].replace("\n\n<section", f"\n\n{before}<section", 1)
    return nav


def _stale(desk: Desk, name: str, pen: Pen, version: CourseVersion) -> str:
    """Which rules of a course have changed since its pages were last held against them."""
    reviewed = reviewed_on(desk.programme.courses[name], version, desk.on)
    notes = ""
    for taught in version.teaches:
        part = desk.current.get(taught)
        if part is None or changed_on(desk.version(part)) <= reviewed:
            continue
        end = "announced" if part.corrected else "from"
        said = desk.words["stale"].format(
            rule=pen.ref(desk.titles.ref(taught)),
            date=pen.fact(Fact(f"{part.id}/{end}", "date", changed_on(desk.version(part)))),
            reviewed=f'<span data-record="reviewed">{day(reviewed, desk.language)}</span>',
        )
        notes += f'<p class="pb-note pb-stale" data-stale="{taught}">{said}</p>\n\n'
    return notes
