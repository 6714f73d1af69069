"""Contracts as lines of a table: the columns of each list, the first of which are read on a screen."""

from collections.abc import Iterable

from ftgraph.contracts.instruments import Instrument
from ftgraph.contracts.overload import Burden
from ftgraph.contracts.responses import Response
from ftgraph.contracts.steering import Competition, Ending, Funding, Unreviewed
from ftgraph.contracts.succession import Succession
from ftgraph.exports.columns import Value
from ftgraph.exports.listing import Headings
from ftgraph.exports.text import one_line
from ftgraph.exports.wording import Words, pick, word
from ftgraph.naming import Named
from ftgraph.wording import Language

KINDS: Words = {
    "contract": ("contrat", "contract"),
    "call": ("appel", "call"),
    "aap": ("appel à projets", "call for projects"),
    "ami": ("appel à manifestation d’intérêt", "call for interest"),
}
ENVELOPES: Words = {
    "plain": ("simple", "plain"),
    "shared": ("partagée", "shared"),
    "fungible": ("fongible", "fungible"),
}
LIST: Headings = (
    ("Intitulé", "Title"),
    ("Type", "Type"),
    ("Territoires", "Territories"),
    ("Fin", "End"),
    ("Signataires", "Signatories"),
    ("Clé", "Key"),
    ("Nature", "Kind"),
    ("Champs", "Fields"),
    ("Début", "Start"),
    ("Indicateurs", "Indicators"),
    ("Dernière revue", "Last review"),
    ("Enveloppes (€)", "Envelopes (€)"),
    ("Nature des enveloppes", "Kind of envelopes"),
    ("Financeurs", "Funders"),
    ("Conférence des financeurs", "Funders’ conference"),
    ("Comité", "Committee"),
    ("Succède à", "Follows"),
    ("IRI", "IRI"),
)
ENDING: Headings = (
    ("Contrat", "Contract"),
    ("Fin", "End"),
    ("Jours restants", "Days left"),
    ("Suivi de", "Followed by"),
    ("Territoires", "Territories"),
    ("Clé", "Key"),
    ("Signataires", "Signatories"),
    ("IRI", "IRI"),
)
UNREVIEWED: Headings = (
    ("Contrat", "Contract"),
    ("Dernière revue", "Last review"),
    ("Revue attendue avant le", "Review due by"),
    ("En retard", "Overdue"),
    ("Territoires", "Territories"),
    ("Clé", "Key"),
    ("Signataires", "Signatories"),
    ("IRI", "IRI"),
)
COMPETING: Headings = (
    ("Appel", "Call"),
    ("Contrat", "Contract"),
    ("Pourquoi", "Why"),
    ("Champs communs", "Fields in common"),
    ("Territoires de l’appel", "The call’s territories"),
    ("Territoires du contrat", "The contract’s territories"),
    ("Du", "From"),
    ("Au", "To"),
    ("Clé de l’appel", "The call’s key"),
    ("Clé du contrat", "The contract’s key"),
)
FUNDING: Headings = (
    ("Contrat ou appel", "Contract or call"),
    ("Nature", "Kind"),
    ("Enveloppe (€)", "Envelope (€)"),
    ("Par le champ", "By the field"),
    ("Jusqu’au", "Until"),
    ("Financeurs", "Funders"),
    ("Freins couverts", "Barriers covered"),
    ("Nature des enveloppes", "Kind of envelopes"),
    ("Territoires", "Territories"),
    ("Clé", "Key"),
)
OVERLOAD: Headings = (
    ("Acteur", "Actor"),
    ("Instruments", "Instruments"),
    ("Contrats", "Contracts"),
    ("Appels", "Calls"),
    ("Engagements", "Commitments"),
    ("Comités", "Committees"),
    ("Indicateurs distincts", "Distinct indicators"),
    ("Demandes d’indicateurs", "Times an indicator is asked"),
    ("Indicateurs", "Indicators"),
    ("IRI", "IRI"),
)
SUCCESSION: Headings = (
    ("Remplacé", "Replaced"),
    ("Par", "By"),
    ("Depuis le", "Since"),
    ("Texte", "Text"),
    ("Contrats remplacés", "Contracts replaced"),
    ("Contrats qui suivent", "Contracts that follow"),
    ("Encore dits en vigueur", "Still said to be in force"),
    ("Page", "Page"),
)
RESPONSES: Headings = (
    ("Projet", "Project"),
    ("Appel", "Call"),
    ("Déposé par", "Handed in by"),
    ("Le", "On"),
    ("Suite", "Outcome"),
    ("Connue le", "Known on"),
    ("Accordé (€)", "Granted (€)"),
    ("Comité", "Committee"),
    ("Clé de l’appel", "The call’s key"),
    ("IRI", "IRI"),
)
CALENDAR: Headings = (("Jour", "Day"), ("Quoi", "What"), ("Objet", "About"), ("Porté par", "Led by"))


def named(things: Iterable[Named], language: Language) -> str:
    """Names, with commas between."""
    return ", ".join(one_line(each.label.say(language)) for each in things)


def money(contract: Instrument) -> float | None:
    """The euros of its envelopes together; None where none is known."""
    known = [each.amount for each in contract.envelopes if each.amount is not None]
    return sum(known) if known else None


def funders(contract: Instrument) -> str:
    """Who fills its envelopes."""
    return ", ".join(one_line(share.funder) for each in contract.envelopes for share in each.shares)


def envelopes(contract: Instrument, language: Language) -> str:
    """The kinds of its envelopes."""
    return ", ".join(word(ENVELOPES, each.kind, language) for each in contract.envelopes)


def type_name(contract: Instrument, language: Language) -> str:
    """Its type, or what kind of call it is."""
    return contract.type_label.say(language) or word(KINDS, contract.kind, language)


def parties(contract: Instrument) -> str:
    """Who signed it."""
    return ", ".join(one_line(each.name) for each in contract.parties)


def contract(each: Instrument, language: Language) -> tuple[Value, ...]:
    """A contract or a call, as `LIST`."""
    conferences = [envelope.conference for envelope in each.envelopes if envelope.conference]
    return (
        one_line(each.title),
        type_name(each, language),
        named(each.territories, language),
        each.valid_until,
        parties(each),
        each.key,
        word(KINDS, each.kind, language),
        named(each.fields, language),
        each.valid_from,
        named(each.indicators, language),
        each.reviews[-1] if each.reviews else None,
        money(each),
        envelopes(each, language),
        funders(each),
        max(conferences) if conferences else None,
        one_line(each.committee_label),
        named(each.replaces, language),
        each.iri,
    )


def ending(each: Ending, language: Language) -> tuple[Value, ...]:
    """A contract that ends, as `ENDING`."""
    found = each.contract
    none = pick(("rien de déclaré", "nothing declared"), language)
    return (
        one_line(found.title),
        found.valid_until,
        each.days_left,
        named(each.followed_by, language) or none,
        named(found.territories, language),
        found.key,
        parties(found),
        found.iri,
    )


def unreviewed(each: Unreviewed, language: Language) -> tuple[Value, ...]:
    """A contract without a review, as `UNREVIEWED`."""
    found = each.contract
    return (
        one_line(found.title),
        each.last_review or pick(("jamais", "never"), language),
        each.due_by,
        pick(("oui", "yes") if each.overdue else ("non", "no"), language),
        named(found.territories, language),
        found.key,
        parties(found),
        found.iri,
    )


def competing(each: Competition, language: Language) -> tuple[Value, ...]:
    """A pair, as `COMPETING`."""
    return (
        one_line(each.call.title),
        one_line(each.contract.title),
        one_line(each.reason.say(language)),
        named(each.fields, language),
        named(each.call_territories, language),
        named(each.contract_territories, language),
        each.overlap_from,
        each.overlap_until,
        each.call.key,
        each.contract.key,
    )


def funding(each: Funding, language: Language) -> tuple[Value, ...]:
    """What could fund, as `FUNDING`."""
    found = each.instrument
    return (
        one_line(found.title),
        type_name(found, language),
        each.amount,
        named(each.fields, language),
        found.valid_until,
        funders(found),
        named(each.covered, language),
        envelopes(found, language),
        named(found.territories, language),
        found.key,
    )


def burden(each: Burden, language: Language) -> tuple[Value, ...]:
    """What bears on an actor, as `OVERLOAD`."""
    asked = ", ".join(f"{one.indicator.label.say(language)} ({one.times})" for one in each.indicators)
    return (
        one_line(each.name),
        each.instruments,
        len(each.contracts),
        len(each.calls),
        len(each.commitments),
        len(each.committees),
        len(each.indicators),
        each.reports,
        asked,
        each.actor,
    )


def succession(each: Succession, language: Language) -> tuple[Value, ...]:
    """A type replaced, as `SUCCESSION`."""
    return (
        each.original.label.say(language),
        each.resulting.label.say(language),
        each.since,
        each.text,
        ", ".join(one_line(one.title) for one in each.ended),
        ", ".join(one_line(one.title) for one in each.following),
        ", ".join(one_line(one.title) for one in each.late),
        each.page,
    )


def response(each: Response, language: Language) -> tuple[Value, ...]:
    """A response to a call, as `RESPONSES`."""
    return (
        one_line(each.title),
        one_line(each.call.label.say(language)),
        named(each.by, language),
        each.submitted_on,
        each.outcome_label.say(language),
        each.decided_on,
        each.granted,
        one_line(each.committee_label),
        each.call_key,
        each.iri,
    )
