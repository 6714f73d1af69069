"""Vérifier un fichier: a template to take, a file to hand in, the report on the page or as a file. Nothing is kept.

The report's other formats are asked for by handing the same file in again: the server does not have it any more.
"""

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from ftgraph.committees.desk import Desk, rule_set_choice
from ftgraph.committees.report import Report
from ftgraph.errors import FtgraphError, SourceError, UsageError
from ftgraph.exports import committee as exports
from ftgraph.exports import committee_template
from ftgraph.exports.committee import given_back
from ftgraph.exports.committee.document import document
from ftgraph.exports.committee.page import fragment
from ftgraph.exports.committee.printable import printable
from ftgraph.exports.formats import CSV, HTML, PDF, TURTLE, XLSX, Format, by_name
from ftgraph.sources.handed_in import HandedIn
from ftgraph.validation import rulesets
from ftgraph.wording import Language, Text
from ftgraph_api.bodies import too_large
from ftgraph_api.parameters import LANGUAGE, Given, Parameter, table

MOST_BYTES = 20_000_000
FORMATS = (HTML, XLSX, PDF, CSV, TURTLE)
_LONGEST_NAME = 200
LEVELS = (
    ("DEP", "départemental", "departmental"),
    ("LOC", "local", "local"),
    ("REG", "régional", "regional"),
    ("NAT", "national", "national"),
)
RULE_SETS = (
    ("declared", "Celui que le comité déclare, ou que la date implique", "The one declared, or that the date implies"),
    ("code-du-travail", "Code du travail (droit en vigueur)", "Labour code (the law in force)"),
    ("prefiguration-2023", "Préfiguration 2023 (la cible)", "Prefiguration 2023 (the target)"),
    ("both", "Les deux", "Both"),
)
TEMPLATE = table(
    Parameter("level", ("Niveau.", "Level."), values=tuple(code for code, _, _ in LEVELS), default="DEP"),
    Parameter("territory", ("Territoire.", "Territory.")),
    Parameter("rule_set", ("Référentiel.", "Rule set."), values=rulesets.ALL),
    LANGUAGE,
)


@dataclass(frozen=True)
class Sent:
    """What the form sent."""

    name: str
    body: bytes
    rule_set: str
    on: str
    kind: Format


@dataclass(frozen=True)
class Found:
    """The report: its page's part, or a file. `annotated`: what its workbook would be."""

    kind: Format
    body: bytes
    file_name: str
    counts: dict[str, int]
    annotated: Text


def form(sent: Sent | None = None, problem: FtgraphError | None = None) -> dict[str, Any]:
    """What the page shows before a report, or after a file that could not be read."""
    return {
        "levels": LEVELS,
        "rule_sets": RULE_SETS,
        "rule_set": sent.rule_set if sent else "declared",
        "on": sent.on if sent else "",
        "problem": problem,
        "report": "",
        "file": sent.name if sent else "",
    }


def result(sent: Sent, found: Found) -> dict[str, Any]:
    """What the page shows with a report."""
    return {**form(sent), "report": found.body.decode(), "counts": found.counts, "annotated": found.annotated}


async def read(request: Request) -> Sent:
    """The form's fields and its file, of at most 20 MB. Raises `TooLarge`, `UsageError`."""
    stated = request.headers.get("content-length", "")
    if not stated.isdigit() or int(stated) > MOST_BYTES + 10_000:
        raise too_large(MOST_BYTES)
    try:
        async with request.form(max_files=1, max_fields=8, max_part_size=MOST_BYTES) as fields:
            file = fields.get("file")
            name, body = ("", b"")
            if isinstance(file, UploadFile):
                name, body = file.filename or "", await file.read()
            rule_set, on, kind = (str(fields.get(each) or "") for each in ("rule_set", "on", "format"))
    except MultiPartException as error:
        raise UsageError("Le formulaire envoyé est illisible.", "The form cannot be read.") from error
    base = name.replace("\\", "/").rpartition("/")[2]
    if not base.isprintable() or len(base.encode()) > _LONGEST_NAME:
        base = "fichier" + Path(base).suffix[:10]
    return Sent(base, body, rule_set or "declared", on, by_name(kind or "html", FORMATS))


def answer(desk: Desk, sent: Sent, day: date, language: Language) -> Found:
    """The report of what was sent. Raises `SourceError`, `UsageError`."""
    if sent.name and not sent.body:
        raise SourceError(f"Le fichier « {sent.name} » est vide.", f"The file “{sent.name}” is empty.")
    if not sent.body:
        raise UsageError(
            "Aucun fichier n’a été choisi.",
            "No file was chosen.",
            cure="Choisissez un classeur, puis vérifiez.",
            cure_en="Choose a workbook, then check.",
        )
    report, handed_in = _report(desk, sent, _day(sent.on) or day)
    export = exports.ReportExport(report, handed_in, language, desk.base)
    if sent.kind is HTML:
        body = fragment(document(printable(report), language)).encode()
    else:
        body = exports.render(sent.kind, export)
    counts = {str(severity): number for severity, number in report.counts().items()}
    annotated = given_back.SAID[given_back.way(handed_in)]
    return Found(sent.kind, body, f"{exports.file_name(report)}.{sent.kind.suffix}", counts, annotated)


def _report(desk: Desk, sent: Sent, day: date) -> tuple[Report, HandedIn]:
    with tempfile.TemporaryDirectory(prefix="ftgraph-check-") as folder:
        path = Path(folder) / sent.name
        path.write_bytes(sent.body)
        handed_in = desk.read(path, sent.name)
        return desk.check(handed_in, on=day, rule_set=rule_set_choice(sent.rule_set)), handed_in


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"« {text[:40]} » n’est pas une date.", f"“{text[:40]}” is no date.") from error


def template(desk: Desk, given: Given, day: date) -> tuple[str, bytes]:
    """The name and the content of a workbook ready to fill in. Raises `UnknownTerritory`, `UsageError`."""
    level = given.one("level") or "DEP"
    place = desk.place(level, given.one("territory") or ("FR" if level == "NAT" else ""))
    where = committee_template.remit(place, level, desk.territories, desk.communes_of_zone(place))
    with tempfile.TemporaryDirectory(prefix="ftgraph-template-") as folder:
        path = Path(folder) / "comite.xlsx"
        committee_template.write(path, level, where, given.one("rule_set") or rulesets.implied(level, day), day)
        return f"comite-{level.lower()}-{place.code}.xlsx", path.read_bytes()
