"""Serves the book on localhost in every language and builds it again when something changes."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from datetime import date

from mkdocs.livereload import LiveReloadServer

from generator.rules.folder import EmptyProgramme
from generator.site.build_site import SiteFailed
from generator.source import Diagnosed, for_terminal, forget_lines, in_order
from generator.workflow.build import build
from generator.workflow.places import Places


def serve(places: Places, on: date, secret: bytes, port: int, say: Callable[[str], None]) -> None:
    """Build, serve until interrupted, build again after each change of programme, data or templates.

    A build that fails is told and the last good book stays up.
    """

    def again() -> None:
        forget_lines()
        try:
            summary = build(places, on, secret)
            say(f"Built: {summary.pages} pages, {summary.statements} statements, audit {summary.verdict}.")
        except Diagnosed as told:
            for diagnostic in in_order(told.diagnostics):
                say(for_terminal(diagnostic, places.root) + "\n")
        except (EmptyProgramme, SiteFailed) as error:
            say(str(error))
        except (Exception, SystemExit):  # noqa: BLE001, the server would answer nothing after an escape from here
            say(traceback.format_exc())

    again()
    server = LiveReloadServer(
        builder=again, host="localhost", port=port, root=str(places.site), mount_path="/"
    )
    for watched in (places.program, places.data, places.templates, places.mkdocs_file):
        server.watch(str(watched))
    say(f"Open http://localhost:{port}/ (stop with Ctrl-C).")
    try:
        server.serve()  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        say("Stopped.")
    finally:
        server.shutdown()
