"""The page of webinars and their calendar feed: what is to come, what has been, and how to be told of it."""

from __future__ import annotations

from html import escape

from generator.site.desk import Desk
from generator.site.feed import Meeting, calendar
from generator.site.markup import Pen
from generator.terms.numerals import day
from generator.terms.webinar import Webinar

PATH = "training/webinars"


def shown_webinars(desk: Desk) -> list[tuple[str, Webinar]]:
    """What has been announced, in the order in which it takes place."""
    known = [(name, one) for name, one in desk.programme.webinars.items() if one.announced <= desk.on]
    return sorted(known, key=lambda named: (named[1].starts, named[0]))


def write_webinars(desk: Desk) -> str:
    """Write the page and the feed; returns the page's file for the navigation, empty where nothing is announced."""
    shown = shown_webinars(desk)
    if not shown:
        return ""
    pen = desk.pen(PATH)
    coming = [named for named in shown if named[1].starts.date() >= desk.on]
    past = [named for named in reversed(shown) if named not in coming]
    feed = pen.addresses.page(f"{PATH}.ics")
    body = f"{desk.words['webinars_lead']}\n\n## {desk.words['webinars_upcoming']}\n\n"
    body += "".join(_webinar(desk, pen, *named, coming=True) for named in coming)
    body += "" if coming else f"{desk.words['webinars_none']}\n\n"
    body += f'<p class="pb-next"><a href="{feed}">{desk.words["webinars_feed"]}</a></p>\n\n'
    body += f"{desk.words['webinars_feed_note']}\n\n"
    if past:
        body += f"## {desk.words['webinars_past']}\n\n"
        body += "".join(_webinar(desk, pen, *named, coming=False) for named in past)
    desk.add(PATH, desk.words["webinars"], body)
    zone = desk.programme.file.time_zone
    meetings = [_meeting(desk, name, one) for name, one in shown]
    desk.pages.files[f"{PATH}.ics"] = calendar(
        f"{desk.programme.file.title[desk.language]}: {desk.words['webinars']}",
        meetings,
        desk.programme.file.programme,
        zone,
    )
    return f"{PATH}/index.md"


def _webinar(desk: Desk, pen: Pen, name: str, webinar: Webinar, *, coming: bool) -> str:
    words = desk.words
    when = (
        f'<span data-record="webinar-day">{day(webinar.starts.date(), desk.language)}</span>, '
        f'<span data-record="webinar-time">{webinar.starts:%H:%M}</span> '
        f"<code>{desk.programme.file.time_zone}</code>, "
        f'<span data-record="webinar-minutes">{webinar.minutes}\u00a0{words["webinar_minutes"]}</span>'
    )
    rows = [f"<p>{when}</p>", f"<p>{words['webinar_host']} {escape(webinar.host[desk.language])}</p>"]
    if webinar.about is not None:
        about = pen.prose(webinar.about, None, desk.others, desk.titles)
        rows.append(f'<div data-explanation="webinar/{name}/about"><p>{about}</p></div>')
    if webinar.courses:
        courses = ", ".join(pen.ref(desk.titles.ref(f"course/{course}")) for course in webinar.courses)
        rows.append(f"<p>{words['webinar_course']} {courses}</p>")
    link, said = (webinar.link, "webinar_join") if coming else (webinar.recording, "webinar_recording")
    if link is not None:
        rows.append(f'<p><a class="pb-join" href="{escape(link)}">{words[said]}</a></p>')
    title = escape(webinar.title[desk.language])
    inside = "\n".join(rows)
    return f'<div class="pb-webinar" data-webinar="{name}">\n<h3 id="webinar-{name}">{title}</h3>\n{inside}\n</div>\n\n'


def _meeting(desk: Desk, name: str, webinar: Webinar) -> Meeting:
    host = f"{desk.words['webinar_host']} {webinar.host[desk.language]}"
    about = "" if webinar.about is None else desk.spoken(webinar.about)
    return Meeting(
        name,
        webinar.announced,
        webinar.starts,
        webinar.minutes,
        webinar.title[desk.language],
        f"{host}\n\n{about}".strip(),
        webinar.link,
    )
