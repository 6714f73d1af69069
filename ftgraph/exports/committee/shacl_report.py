"""A check's report as a SHACL validation report (W3C SHACL, 3.6), in Turtle or JSON-LD."""

from collections.abc import Iterator

from ftgraph.committees.report import Finding, Report
from ftgraph.exports.rdf_nodes import Iri, Node, Text
from ftgraph.namespaces import PREFIXES

_SH = PREFIXES["sh"]
_SEVERITY = {"violation": f"{_SH}Violation", "warning": f"{_SH}Warning", "info": f"{_SH}Info"}


def nodes(report: Report, iri: str) -> Iterator[Node]:
    """The report named `iri`, then its results. Faults of reading are no SHACL results: they are left out."""
    findings = [finding for committee in report.committees for finding in committee.findings]
    head = Node(iri, ("sh:ValidationReport",))
    head.add("sh:conforms", not findings)
    head.add("dct:date", report.checked_on)
    head.add("dct:title", report.file)
    results = [f"{iri}/{number}" for number in range(1, len(findings) + 1)]
    head.add("sh:result", *(Iri(result) for result in results))
    yield head
    for result, finding in zip(results, findings, strict=True):
        yield _result(result, finding)


def _result(iri: str, finding: Finding) -> Node:
    node = Node(iri, ("sh:ValidationResult",))
    node.add("sh:resultSeverity", Iri(_SEVERITY[finding.severity]))
    node.add("sh:sourceShape", Iri(finding.shape))
    node.add("sh:focusNode", Iri(finding.focus))
    if finding.path:
        node.add("sh:resultPath", Iri(finding.path))
    node.add("sh:value", Iri(finding.value) if finding.value.startswith(("http:", "https:", "urn:")) else finding.value)
    node.add("sh:resultMessage", Text(finding.message.fr, "fr"))
    if finding.message.en:
        node.add("sh:resultMessage", Text(finding.message.en, "en"))
    return node
