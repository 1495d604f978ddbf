"""A whole built project written by hand: one language, one partner, one month, two rules."""

import base64
import csv
import hashlib
import io
import json
from datetime import date
from pathlib import Path

from generator.audit.canonical import digest, lines_of
from generator.audit.outputs import Outputs
from generator.audit.pages import read_page
from generator.audit.sealed import address_of, joined, seal

ON = date(2026, 5, 31)
TOKEN = bytes(range(32))
V = "2026-05-01"
N = "\u00a0"
OPEN = "The period is open, amounts may still change"

PROGRAMME = """
languages: [en]
time_zone: Europe/Moscow
starts: 2026-05-01
policy: {versions: [{from: 2026-05-01}]}
"""
METRICS = """
measures: {net: {versions: [{from: 2026-05-01}]}}
metrics: {volume: {versions: [{from: 2026-05-01}]}}
"""
TIERS = """
ladders: {status: {versions: [{from: 2026-05-01, tiers: [{tier: start}, {tier: gold}]}]}}
"""
COMMISSION = """
clause: growth
versions: [{from: 2026-05-01, brackets: {rows: [1, 2]}, examples: [1, 2]}]
"""
BONUS = """
clause: welcome
versions: [{from: 2026-05-01, examples: [1]}]
"""
SOURCES = """
sources:
- {table: partners, files: partners.csv, columns: {partner: id, joined_on: joined, name: name}}
- table: sales
  files: sales.csv
  columns:
    {sale: id, partner: who, date: day, status: state, amount: {column: sum, digits: 2}, tax: {column: tax, digits: 2}}
  reject:
  - {reason: missing-partner, ceiling: 1, words: {en: It names nobody.}}
  - {reason: test, where: {status: test}, ceiling: 1, words: {en: A trial order.}}
"""
PARTNERS = "id,joined,name\nA,2026-04-01,Anna\n"
SALES = """id,who,day,state,sum,tax
1,A,2026-05-02,paid,1200.50,0.50
2,A,2026-05-31,open,7.00,0
3,,2026-05-03,paid,5,0
4,A,2026-05-04,test,1,0
"""

ACCOUNTS = """period,state,party,opening,earned,adjusted,by_hand,put_on_hold,released,forfeited,exchange_difference,\
paid,closing,held_opening,held_closing
2026-05,open,partners,0,75,0,0,0,0,0,,75,0,0,0
2026-05,open,house,0,0,0,,,,0,0,,0,,
"""


def fact(name: str, unit: str, text: str) -> str:
    return f'<b data-fact="{name}" data-unit="{unit}">{text}</b>'


def ref(target: str, words: str) -> str:
    return f'<a data-ref="{target}" href="../">{words}</a>'


def said(thing: str, name: str, html: str) -> str:
    return f'<p data-sentence="{thing}/{V}/{name}">{html}</p>\n'


def section(thing: str, heading: str, *parts: str) -> str:
    dates = said(
        thing,
        "dates",
        f"Announced on {fact(f'{thing}/{V}/announced', 'date', f'1{N}April{N}2026')}; in force from "
        f"{fact(f'{thing}/{V}/from', 'date', f'1{N}May{N}2026')} until further notice.",
    )
    body = "".join(parts)
    return f'<section data-thing="{thing}" data-version="{V}"><h2>{heading}</h2>\n{dates}{body}</section>\n'


VOLUME = ref("metric/volume", "Volume")

SECTIONS = {
    "policy": section(
        "policy",
        "How we pay",
        said(
            "policy", "a", f"The programme starts on {fact(f'policy/{V}/starts', 'date', f'1{N}May{N}2026')}."
        ),
        said("policy", "b", "The period is the calendar month."),
        said(
            "policy",
            "c",
            "A record belongs to the period in which its date lies in the time zone <code>Europe/Moscow</code>.",
        ),
        said("policy", "d", "Money is in <code>GBP</code>."),
        said(
            "policy",
            "e",
            f"Each line is rounded to the nearest value with {fact(f'policy/{V}/digits', 'count', '2')} decimals, "
            "a tie away from zero.",
        ),
        said("policy", "f", "Sums are sums of rounded lines; nothing else is rounded."),
        said("policy", "g", "A line that comes to zero is not printed."),
        said("policy", "h", "Every partner receives a statement for each period from joining to leaving."),
        said(
            "policy",
            "ha",
            "After leaving, a partner also receives a statement for each period in which a line is earned.",
        ),
        said(
            "policy",
            "i",
            f"What is earned in a period is paid within {fact(f'policy/{V}/within', 'days', f'10{N}days')}, "
            "counted from the first day after its end.",
        ),
        said(
            "policy",
            "j",
            "With a period the whole balance is paid; a balance below zero is carried forward and set against what "
            "comes later.",
        ),
        said("policy", "k", "A period may be closed from the day after its end."),
        said(
            "policy",
            "l",
            "A closed period is never changed. If something in it changes later, it is computed anew by its own "
            "rules, and the difference is booked in the period that is then open, with the line that it concerns.",
        ),
        said(
            "policy",
            "m",
            "A record is known from the day in the column <code>recorded_at</code>, but not before its own day; where "
            "nothing stands there, from its own day.",
        ),
        said(
            "policy",
            "n",
            "A return that names its sale in the column <code>return_of</code> counts on the day of that sale, with "
            "the partner and the particulars of the sale where it has none of its own; it is never the first or the "
            "last row and makes nobody new.",
        ),
        said(
            "policy",
            "o",
            "A sale that the table <code>splits</code> divides is credited to its partners by their shares; the parts "
            "of a divided figure add up to the whole: each is rounded down, and what is left goes by its smallest unit "
            "to the largest fractions, of equal ones first to the partner whom the sale names.",
        ),
    ),
    "measure/net": section(
        "measure/net",
        "Net",
        said(
            "measure/net",
            "a",
            f"{ref('measure/net', 'Net')} is the column <code>amount</code> minus the column <code>tax</code> "
            "in a row of the table <code>sales</code>.",
        ),
        said("measure/net", "b", "It is money in <code>GBP</code>."),
        said("measure/net", "c", "It is not rounded."),
    ),
    "metric/volume": section(
        "metric/volume",
        "Volume",
        said(
            "metric/volume",
            "a",
            f"{VOLUME} is the sum of {ref('measure/net', 'Net')} over the rows counted in the window.",
        ),
        said(
            "metric/volume",
            "b",
            "Only rows whose column <code>status</code> is <code>paid</code> are counted.",
        ),
        said("metric/volume", "c", "Only the partner's own rows are counted."),
        said("metric/volume", "d", "The window is the period."),
        said("metric/volume", "e", "It is money in <code>GBP</code>."),
        said(
            "metric/volume",
            "f",
            f"Without counted rows it is {fact(f'metric/volume/{V}/absent', 'GBP', '£0')}.",
        ),
        said("metric/volume", "g", "It is not rounded."),
    ),
    "ladder/status": section(
        "ladder/status",
        "Status",
        said(
            "ladder/status",
            "a",
            f"A partner's tier for a period on the ladder {ref('ladder/status', 'Status')} is the highest tier of "
            "which the requirements hold at the end of the period.",
        ),
        said(
            "ladder/status",
            "b",
            f"The tiers rise in this order: {ref('tier/start', 'Start')}, {ref('tier/gold', 'Gold')}.",
        ),
        said("ladder/status", "c", f"Every partner holds the tier {ref('tier/start', 'Start')}."),
        said("ladder/status", "d", f"The tier {ref('tier/gold', 'Gold')} requires this:"),
        f'<ul><li><span data-sentence="ladder/status/{V}/d.1">{VOLUME} is at least '
        f"{fact(f'ladder/status/{V}/d.1.bound', 'GBP', '£1,200')}</span></li></ul>",
    ),
    "growth": section(
        "growth",
        "Growth",
        said("growth", "a", f"For each period this rule pays a share of {VOLUME}."),
        said(
            "growth",
            "b",
            f"Each rate applies only to the part of {VOLUME} that lies in its row, from the start of the row to the "
            "start of the next row.",
        ),
        "<table><thead><tr><th>From</th><th>Rate</th></tr></thead><tbody>"
        f"<tr><td>{fact(f'growth/{V}/row.1.at_least', 'GBP', '£0')}</td>"
        f"<td>{fact(f'growth/{V}/row.1.rate', 'percent', '5%')}</td></tr>"
        f"<tr><td>{fact(f'growth/{V}/row.2.at_least', 'GBP', '£1,000')}</td>"
        f"<td>{fact(f'growth/{V}/row.2.rate', 'percent', '7.5%')}</td></tr></tbody></table>",
        said("growth", "c", "Every partner can earn it."),
        said("growth", "d", "Below the first row nothing is paid."),
        said("growth", "e", f"When {VOLUME} is below zero, nothing is paid and nothing is taken."),
    ),
    "welcome": section(
        "welcome",
        "Welcome",
        said(
            "welcome",
            "a",
            "For each period in which the condition holds, this rule pays "
            f"{fact(f'welcome/{V}/amount', 'GBP', '£10')}.",
        ),
        said(
            "welcome",
            "b",
            "It is paid only for the earliest such period of a partner, counted over all versions of this rule.",
        ),
        said("welcome", "c", "It is earned when this holds:"),
        f'<ul><li><span data-sentence="welcome/{V}/c.1">the tier on the ladder {ref("ladder/status", "Status")} is '
        f"{ref('tier/gold', 'Gold')} or higher</span></li></ul>",
    ),
}

EXAMPLES = {
    "growth": f'<p data-example="growth/{V}/1">{VOLUME}: '
    '<b data-given="metric/volume" data-unit="GBP">£1,200</b> gives <b data-then="amount" data-unit="GBP">£65</b></p>\n'
    f'<p data-example="growth/{V}/2">{VOLUME}: <b data-given="metric/volume" data-unit="GBP">\u2212£2</b> gives '
    '<b data-then="amount" data-unit="GBP">£0</b></p>',
    "welcome": f'<p data-example="welcome/{V}/1">tier: <span data-given="tier">Start</span> gives '
    '<b data-then="amount" data-unit="GBP">£0</b></p>',
}

PLACES = {
    "policy": "policy",
    "measure/net": "measures/net",
    "metric/volume": "metrics/volume",
    "ladder/status": "tiers",
    "growth": "rules/growth",
    "welcome": "rules/welcome",
}

RECORDS = (
    f"2{N}May{N}2026\t1\tpaid\t1,200.50\t0.50\tsales.csv:2\n",
    f"31{N}May{N}2026\t2\topen\t7.00\t0.00\tsales.csv:3\n",
)


def page(inside: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><title>Page</title></head><body>'
        f'<article class="md-content__inner">\n{inside}</article></body></html>\n'
    )


def row(key: str, *cells: tuple[str, str]) -> str:
    return f'<tr data-row="{key}">' + "".join(f'<td data-record="{n}">{t}</td>' for n, t in cells) + "</tr>"


def money(name: str, text: str) -> str:
    return fact(name, "GBP", text)


def statement(edition_hash: str) -> str:
    records_hash = hashlib.sha256("".join(RECORDS).encode()).hexdigest()
    rows = [
        row(
            f"sales:sales.csv:{at}",
            *zip(
                ("date", "sale", "status", "amount", "tax", "source"),
                line.strip("\n").split("\t"),
                strict=True,
            ),
        )
        for at, line in zip((2, 3), RECORDS, strict=True)
    ]
    return f"""<div class="pb-statement" data-statement="A/2026-05" lang="en">
<section data-part="head"><p><span data-record="name">Anna</span>, <span data-record="partner">A</span></p>
<h1>Statement for <span data-record="period">May{N}2026</span></h1><p>{OPEN}</p></section>
<section data-part="result"><p>To be paid {money("result/payout", "£75.00")}</p>
<dl><dt>Earned</dt><dd>{money("result/earned", "£75.00")}</dd>
<dt>Paid by</dt><dd>{fact("result/pay_by", "date", f"10{N}June{N}2026")}</dd>
<dt>Status</dt><dd>{fact("tier/status", "text", "Gold")}</dd>
<dt>Computed by</dt><dd><a href="../editions/{V}/">
<span data-record="edition">the edition of 1{N}May{N}2026</span></a></dd>
</dl></section>
<section data-part="lines"><h2>What it is made of</h2>
<div data-line="growth" data-version="{V}"><h3><a href="../rules/growth/#v{V}">Growth</a></h3>
<p>{money("line/growth/amount", "£65.00")}</p>
<p><span data-record="version">version of 1{N}May{N}2026</span>; Volume {money("line/growth/base", "£1,200.00")}</p>
<details><summary>Workings</summary><table><tr><th>Row of the table</th><th>Part</th><th>Rate</th><th>Product</th></tr>
<tr><td>from {money("line/growth/part.1.from", "£0")}</td><td>{money("line/growth/part.1.base", "£1,000.00")}</td>
<td>{fact("line/growth/part.1.rate", "percent", "5%")}</td><td>{money("line/growth/part.1.product", "£50.00")}</td></tr>
<tr><td>from {money("line/growth/part.2.from", "£1,000")}</td><td>{money("line/growth/part.2.base", "£200.00")}</td>
<td>{fact("line/growth/part.2.rate", "percent", "7.5%")}</td>
<td>{money("line/growth/part.2.product", "£15.00")}</td></tr>
<tr><td>Exact sum</td><td>{money("line/growth/exact", "£65.00")}</td></tr>
<tr><td>Rounded</td><td>{money("line/growth/amount", "£65.00")}</td></tr></table></details></div>
<div data-line="welcome" data-version="{V}"><h3><a href="../rules/welcome/#v{V}">Welcome</a></h3>
<p>{money("line/welcome/amount", "£10.00")}</p>
<p><span data-record="version">version of 1{N}May{N}2026</span>; a fixed amount of the rule</p></div>
<p>Total earned {money("result/earned", "£75.00")}</p></section>
<section data-part="figures"><h2>Your figures</h2><p>Volume {money("metric/volume", "£1,200.00")}</p></section>
<section data-part="records"><h2>Records counted</h2><h3>Orders</h3>
<table data-table="sales"><thead>
<tr><th data-column="date">Date</th><th data-column="sale">Order</th><th data-column="status">Status</th>
<th data-column="amount">Amount</th><th data-column="tax">Tax</th><th>Source</th></tr></thead>
<tbody><tr><th colspan="6">Counts in: Volume</th></tr>{rows[0]}</tbody>
<tbody><tr><th colspan="6">Counted in no figure</th></tr>{rows[1]}</tbody></table></section>
<section data-part="not-counted"><h2>Records not counted</h2>
<table><thead><tr><th>Date</th><th>Source</th><th>Reason</th></tr></thead><tbody>
<tr data-row="sales:sales.csv:5"><td data-record="date">4{N}May{N}2026</td><td data-record="source">sales.csv:5</td>
<td>A trial order.</td></tr></tbody></table></section>
<section data-part="foot"><h2>How to check this</h2><p>Take the basis of each line, look up the rule, multiply and round
as shown. The page “How we pay” says how lines are rounded.</p>
<p>Hash of the edition: <code data-furniture="edition-hash">{edition_hash}</code></p>
<p>Hash of the records: <code data-furniture="records-hash">{records_hash}</code></p>
<p>Whoever changes one digit of the rules changes the hash of the edition; whoever changes one record changes the hash
of the records.</p></section></div>"""


def put(root: Path, path: str, content: str | bytes) -> None:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content if isinstance(content, bytes) else content.encode())


def edition_page(shown: str) -> str:
    day = fact(f"edition/{V}/from", "date", f"1{N}May{N}2026")
    head = f'<h1 id="edition">Edition of {day}</h1><p><code data-furniture="hash">{shown}</code></p>'
    return page(head + "".join(SECTIONS.values()))


def write(root: Path) -> None:
    """The whole project below a folder."""
    for path, text in {
        "program/programme.yaml": PROGRAMME,
        "program/metrics.yaml": METRICS,
        "program/tiers.yaml": TIERS,
        "program/clauses/growth.yaml": COMMISSION,
        "program/clauses/welcome.yaml": BONUS,
        "program/published.yaml": "[]\n",
        "partners_data/sources.yaml": SOURCES,
        "partners_data/partners.csv": PARTNERS,
        "partners_data/sales.csv": SALES,
    }.items():
        put(root, path, text)
    read = read_page(edition_page("").encode(), "x")
    hashed = digest(lines_of([read]))
    put(root, f"build/site/editions/{V}/index.html", edition_page(hashed))
    rows = [
        f"- {{version: {name}/{V}, hash: {digest(lines_of([read], f'{name}/{V}'))}, date: {V}}}"
        for name in SECTIONS
    ]
    put(
        root,
        "build/pending.yaml",
        "\n".join([*rows, f"- {{edition: {V}, hash: {hashed}, date: {V}}}"]) + "\n",
    )
    for name, place in PLACES.items():
        put(root, f"build/site/{place}/index.html", page(SECTIONS[name] + EXAMPLES.get(name, "")))
    write_statement(root, statement(hashed))
    write_manifest(root)
    put(root, "build/private/rejects.csv", rejects())
    put(root, "build/private/accounts.csv", ACCOUNTS)


def rejects() -> str:
    """The rejected rows, with the cells that they have."""
    rows = list(csv.DictReader(io.StringIO(SALES)))
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["table", "file", "row", "reason", "raw"])
    for number, reason in ((4, "missing-partner"), (5, "test")):
        writer.writerow(["sales", "sales.csv", number, reason, json.dumps(rows[number - 2])])
    return file.getvalue()


def write_manifest(root: Path) -> None:
    site = root / "build/site"
    pages = {
        path.relative_to(site).as_posix(): {"file": hashlib.sha256(path.read_bytes()).hexdigest()}
        for path in site.rglob("*.html")
    }
    put(root, "build/manifest.json", json.dumps({"version": 1, "pages": pages}))


def write_statement(root: Path, fragment: str) -> None:
    """The statement in its sealed and its plain form, with index and link."""
    word = base64.urlsafe_b64encode(TOKEN).decode().rstrip("=")
    put(root, "build/private/links.csv", f"partner,language,link\nA,en,/statements/#{word}\n")
    row = {
        "period": "2026-05",
        "title": "May 2026",
        "status": OPEN,
        "payout_text": "£75.00",
    }
    index = {"partner": "A", "name": "Anna", "language": "en", "periods": [row]}
    put(root, "build/site/statements/layout.json", '{"version": 1, "prefix": 26}')
    contents = {"index": json.dumps(index).encode(), "2026-05": fragment.encode()}
    for name, content in contents.items():
        address = address_of(TOKEN, name)
        blob = joined({address: seal(content, TOKEN, name)})
        put(root, f"build/site/statements/s/{address}.bin", blob)
    plain = f'<!doctype html><html lang="en"><body><main>{fragment}</main></body></html>'
    put(root, "build/private/statements/A/2026-05.html", plain)


def outputs(root: Path, **changed: bytes | None) -> Outputs:
    return Outputs(root).with_changes(changed)
