"""A check's report as lines, one a finding: what CSV and the workbook's own sheet hold."""

from collections.abc import Iterator
from dataclasses import dataclass

from ftgraph.committees.report import Report
from ftgraph.exports.columns import Value
from ftgraph.exports.committee import words
from ftgraph.exports.committee.entries import references
from ftgraph.exports.wording import pick
from ftgraph.sources.handed_in import Place, Severity
from ftgraph.wording import Language


@dataclass(frozen=True)
class FindingLine:
    """One finding at one place; `place` is None when what is missing stands nowhere in the file."""

    severity: Severity
    values: tuple[Value, ...]
    place: Place | None
    comment: str


def lines(report: Report, language: Language = "fr") -> Iterator[FindingLine]:
    """What could not be read first, then the findings, committee by committee."""
    for fault in report.faults:
        yield _line(
            fault.severity,
            ("", "", "", ""),
            fault.place,
            (fault.message.say(language), fault.remedy.say(language), "", "", ""),
            language,
        )
    for committee in report.committees:
        sources = {outcome.rule: outcome.sources for outcome in committee.outcomes}
        for finding in committee.findings:
            basis = list(references(sources[finding.rule], language))
            about = (
                finding.rule,
                committee.label,
                committee.rule_set_label.say(language),
                finding.formation.say(language) if finding.formation else "",
            )
            said = (
                finding.message.say(language),
                finding.remedy.say(language),
                " ; ".join(each.label for each in basis),
                " ".join(each.statement for each in basis),
                finding.exception.motive if finding.exception else "",
            )
            for place in finding.places or (None,):
                yield _line(finding.severity, about, place, said, language, finding.value_label)


def _line(
    severity: Severity,
    about: tuple[str, str, str, str],
    place: Place | None,
    said: tuple[str, str, str, str, str],
    language: Language,
    value: str = "",
) -> FindingLine:
    label = pick(words.SEVERITY[severity], language)
    where: tuple[Value, ...] = (
        (place.sheet, place.line or None, place.column, place.cell, place.value or value)
        if place
        else ("", None, "", "", value)
    )
    rule = f" {about[0]}" if about[0] else ""
    comment = f"{label}{rule}\n{said[0]}\n{pick(words.REMEDY, language)} : {said[1]}"
    return FindingLine(severity, (label, *about, *where, *said), place, comment)
