"""A small book, built as the real one is: two languages, search, the page for statements, sealed blobs."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from generator.site.policy import seal_shell
from generator.site.search import index_site
from generator.statements.sealing import INDEX, seal, token_for, write_shards

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = Path(__file__).parent / "sample"
SECRET = bytes(range(32))
EPOCH = 2
PERIODS = (
    ("2026-09", "сентябрь 2026", "September 2026", "13\u00a0579,86\u00a0₽", "₽11,204.75"),
    ("2026-10", "октябрь 2026", "October 2026", "36\u00a0524,57\u00a0₽", "₽24,682.54"),
)
PARTNERS = (("P-0007", "Вера Ладынина", "ru"), ("P-0004", "Alice Ashworth", "en"))


def token(partner: str = "P-0007", epoch: int = EPOCH) -> str:
    """The token that opens this partner's statements; an older epoch gives one that was revoked."""
    return token_for(SECRET, partner, epoch)


def build_sample(folder: Path) -> Path:
    """Build the sample below `folder`; returns the public root."""
    site = folder / "site"
    for language in ("ru", "en"):
        shutil.copytree(SAMPLE / language, folder / "content" / language)
        (folder / "content" / language / "statements").mkdir()
        shutil.copy(
            ROOT / "site_templates" / "pages" / f"statements.{language}.md",
            folder / "content" / language / "statements" / "index.md",
        )
    _build(folder, "ru", "Льнянка: партнёрская программа", site)
    _build(folder, "en", "Lnyanka partner programme", site / "en")
    for shell in (site / "statements", site / "en" / "statements"):
        seal_shell(shell / "index.html")
    index_site(site)
    write_shards((sealed for partner in PARTNERS for sealed in _sealed(*partner)), site / "statements")
    return site


def _build(folder: Path, language: str, name: str, site: Path) -> None:
    here = "" if language == "ru" else f"{language}/"
    settings = {
        "INHERIT": os.path.relpath(ROOT / "mkdocs.yml", folder),
        "site_name": name,
        "site_url": f"https://book.example/{here}",
        "docs_dir": f"content/{language}",
        "site_dir": os.path.relpath(site, folder),
        "theme": {"language": language, "custom_dir": str(ROOT / "site_templates" / "overrides")},
        "hooks": [str(ROOT / "generator" / "site" / "mkdocs_plugin.py")],
        "extra": {"here": here},
        "not_in_nav": "/statements/",
        "nav": [
            {"Начало" if language == "ru" else "Home": "index.md"},
            {
                "Правила" if language == "ru" else "Rules": [
                    "rules/index.md",
                    "rules/growth-commission/index.md",
                ]
            },
            {
                "Обучение" if language == "ru" else "Training": [
                    "training/first-talk/index.md",
                    "training/quiz/index.md",
                ]
            },
        ],
    }
    written = folder / f"mkdocs.{language}.yml"
    written.write_text(json.dumps(settings, ensure_ascii=False), "utf-8")  # JSON is YAML
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--config-file", str(written)],
        cwd=folder,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0"},
        check=True,
    )


def _sealed(partner: str, name: str, language: str) -> list[tuple[str, bytes]]:
    russian = language == "ru"
    index = {
        "partner": partner,
        "name": name,
        "language": language,
        "periods": [
            {
                "period": period,
                "title": ru if russian else en,
                "status": "closed" if period < "2026-10" else "open",
                "payout_text": ru_payout if russian else en_payout,
            }
            for period, ru, en, ru_payout, en_payout in PERIODS
        ],
    }
    text = (SAMPLE / f"statement.{language}.html").read_text("utf-8")
    earlier = text.replace("октябрь\u00a02026", "сентябрь\u00a02026").replace(
        "October\u00a02026", "September\u00a02026"
    )
    heading = "Что изменилось потом" if russian else "What changed since"
    earlier += (
        f'\n<div class="pb-statement" data-later="{partner}/2026-09" lang="{language}">'
        f'<section class="pb-part" data-part="later"><h2>{heading}</h2></section></div>'
    )
    keyed = token(partner)
    return [
        seal(keyed, INDEX, json.dumps(index, ensure_ascii=False).encode()),
        seal(keyed, "2026-09", earlier.encode()),
        seal(keyed, "2026-10", text.encode()),
    ]


if __name__ == "__main__":
    target = Path(sys.argv[1])
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    build_sample(target)
    sys.stdout.write(f"{token()}\n{token('P-0004')}\n")
