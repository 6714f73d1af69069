"""A committee under the 2023 target and under the law in force: JSON, text, HTML."""

import textwrap
from collections.abc import Callable, Iterator, Mapping
from functools import cache

import orjson
from jinja2 import Environment, PackageLoader, StrictUndefined

from ftgraph.committees.comparison import ComparedCommittee, Comparison, Standing
from ftgraph.exports.committee import words
from ftgraph.exports.committee.document import Table
from ftgraph.exports.committee.entries import Reference, day, references
from ftgraph.exports.committee.printable import printable
from ftgraph.exports.committee.text import table_lines
from ftgraph.exports.formats import HTML, JSON, TEXT, Format
from ftgraph.exports.wording import pick
from ftgraph.wording import Language

TITLE = ("Comité comparé : préfiguration 2023 et Code du travail", "Committee compared: 2023 target and labour code")
STANDING: Mapping[Standing, tuple[str, str]] = {
    "kept": ("tenu", "kept"),
    "partly": ("tenu, pour ce qui se vérifie", "kept, as far as decidable"),
    "lacking": ("à corriger", "lacking"),
    "undecided": ("non vérifiable", "undecidable"),
    "unchecked": ("sans règle", "no rule"),
}
_HEADINGS = (("Sujet", "Subject"), ("En 2023", "In 2023"), ("Aujourd’hui", "Now"))
_SUBJECTS = ("Ce qui change, sujet par sujet", "What changes, subject by subject")
_BEFORE = ("En 2023 :", "In 2023:")
_NOW = ("Aujourd’hui :", "Now:")
_LACKING_BEFORE = ("Ce qui manque à la préfiguration 2023", "What lacks under the 2023 target")
_LACKING_NOW = ("Ce qui manque au Code du travail", "What lacks under the labour code")
_KEPT = ("Déjà tenu sous les deux référentiels", "Kept under both")
_NO_COMMITTEE = ("Le fichier ne décrit aucun comité.", "The file describes no committee.")
_WIDTH = 100


def render(kind: Format, comparison: Comparison, language: Language = "fr") -> bytes:
    """The file."""
    return _WRITERS[kind.name](printable(comparison), language)


def _json(comparison: Comparison, _: Language) -> bytes:
    return orjson.dumps(comparison)


def _text(comparison: Comparison, language: Language) -> bytes:
    return "\n".join(_lines(comparison, language)).encode() + b"\n"


def _html(comparison: Comparison, language: Language) -> bytes:
    def say(pair: tuple[str, str]) -> str:
        return pick(pair, language)

    def refer(sources: object) -> tuple[Reference, ...]:
        return tuple(references(sources, language))  # type: ignore[arg-type] # the template gives a change's sources

    page = _environment().get_template("compared.html.j2")
    names = {
        "title": TITLE,
        "headings": _HEADINGS,
        "subjects": _SUBJECTS,
        "lacking_before": _LACKING_BEFORE,
        "lacking_now": _LACKING_NOW,
        "kept": _KEPT,
        "no_committee": _NO_COMMITTEE,
        "file": words.FILE,
        "checked_on": words.CHECKED_ON,
    }
    return page.render(
        comparison=comparison,
        language=language,
        say=say,
        references=refer,
        names=names,
        standing=STANDING,
        severity=words.SEVERITY,
        day=day,
    ).encode()


def _lines(comparison: Comparison, language: Language) -> Iterator[str]:
    title = pick(TITLE, language)
    yield title
    yield "=" * len(title)
    yield f"{pick(words.FILE, language)} : {comparison.file}"
    yield f"{pick(words.CHECKED_ON, language)} : {day(comparison.checked_on)}"
    if not comparison.committees:
        yield ""
        yield pick(_NO_COMMITTEE, language)
    for committee in comparison.committees:
        yield from _committee(committee, language)


def _committee(committee: ComparedCommittee, language: Language) -> Iterator[str]:
    yield from ("", committee.now.label, "-" * len(committee.now.label))
    rows = tuple(
        (
            each.change.label.say(language),
            pick(STANDING[each.before], language),
            pick(STANDING[each.now], language),
        )
        for each in committee.subjects
    )
    lacking = frozenset(number for number, each in enumerate(committee.subjects) if each.now == "lacking")
    headings = tuple(pick(heading, language) for heading in _HEADINGS)
    yield from table_lines(Table("", pick(_SUBJECTS, language), headings, rows, frozenset(), lacking))
    for each in committee.to_do:
        yield from ("", each.change.label.say(language))
        for when, said in ((_BEFORE, each.change.before), (_NOW, each.change.now)):
            text = f"{pick(when, language)} {said.say(language)}"
            yield from textwrap.wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="    ")
    for name, findings in ((_LACKING_NOW, committee.lacking_now), (_LACKING_BEFORE, committee.lacking_before)):
        if findings:
            yield from ("", pick(name, language))
        for finding in findings:
            text = (
                f"[{pick(words.SEVERITY[finding.severity], language)} {finding.rule}] {finding.message.say(language)}"
            )
            yield from textwrap.wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="    ")
    if committee.kept_under_both:
        kept = " ; ".join(each.change.label.say(language) for each in committee.kept_under_both)
        yield ""
        yield from textwrap.wrap(f"{pick(_KEPT, language)} : {kept}.", _WIDTH, subsequent_indent="  ")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("ftgraph.exports.committee"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


_WRITERS: Mapping[str, Callable[[Comparison, Language], bytes]] = {
    JSON.name: _json,
    TEXT.name: _text,
    HTML.name: _html,
}
