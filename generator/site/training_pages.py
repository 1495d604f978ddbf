"""The pages of training: the curriculum, its courses and their lessons."""

from __future__ import annotations

from html import escape

from generator.site.corrections import correction
from generator.site.desk import Desk, section
from generator.site.markup import in_markdown, with_places


def write_training(desk: Desk) -> None:
    """The curriculum, a page for each course and for each lesson."""
    if not desk.has("course"):
        return
    pen = desk.pen("training")
    nav: list[object] = ["training/index.md"]
    body = f"{desk.words['training_lead']}\n\n"
    if desk.programme.curriculum is not None:
        for part in desk.newest_first("curriculum"):
            said = "".join(pen.paragraph(s) for s in part.sayings.sentences.values())
            body += section(part, desk.version_head(part, pen, 2) + said + correction(desk, part, pen))
    rows = ""
    for name, course in desk.programme.courses.items():
        shown = desk.shown_part(f"course/{name}")
        if shown is None:
            continue
        version = next(v for v in course.versions if v.address == shown.address)
        goal = escape(version.goal[desk.language])
        rows += desk.listed(pen.addresses.to(f"course/{name}"), desk.title(f"course/{name}"), goal)
        nav.append({desk.entry(desk.title(f"course/{name}")): _course(desk, name)})
    body += f'## {desk.words["lessons"]}\n\n<ul class="pb-cards">\n{rows}</ul>\n'
    desk.add("training", desk.words["training"], with_places(body, "path"))
    desk.pages.nav.append({desk.words["training"]: nav})


def _course(desk: Desk, name: str) -> list[object]:
    path = f"training/{name}"
    course = desk.programme.courses[name]
    pen = desk.pen(path)
    part = desk.shown_part(f"course/{name}")
    assert part is not None
    version = next(v for v in course.versions if v.address == part.address)
    lessons = ""
    nav: list[object] = [f"{path}/index.md"]
    for lesson in version.lessons:
        prose = desk.programme.lessons[lesson][desk.language]
        lessons += f'<li><a href="{pen.addresses.page(f"{path}/{lesson}/")}">{escape(prose.title)}</a></li>\n'
        lesson_path = f"{path}/{lesson}"
        back = desk.pen(lesson_path).addresses.page(f"{path}/")
        course_link = f'<a href="{back}">{escape(desk.title(f"course/{name}"))}</a>'
        body = f'<p class="pb-label">{desk.words["lesson_of"]} {course_link}</p>\n\n'
        desk.add(lesson_path, prose.title, body + desk.cited(prose.body, lesson_path))
        nav.append({desk.entry(prose.title): f"{lesson_path}/index.md"})
    after = f"\n## {desk.words['lessons']}\n\n<ol>\n{lessons}</ol>\n"
    goal = f'<p class="pb-label">{desk.words["course_goal"]}</p>\n\n{in_markdown(version.goal[desk.language])}\n\n'
    desk.thing_page(f"course/{name}", desk.title(f"course/{name}"), path, after)
    file = f"{path}/index.md"
    desk.pages.files[file] = desk.pages.files[file].replace("\n\n<section", f"\n\n{goal}<section", 1)
    return nav
