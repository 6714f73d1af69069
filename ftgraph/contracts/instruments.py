"""Contracts and calls with all that the graph says of each: parties, period, field, envelopes, reviews, indicators."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from rapidfuzz import fuzz, process

from ftgraph import queries
from ftgraph.errors import UsageError
from ftgraph.graph.store import Queryable
from ftgraph.namespaces import DEF
from ftgraph.naming import Named, Names, amount, day, last, text
from ftgraph.sources.committee_workbook.words import read_words
from ftgraph.sources.place_names import fold_name
from ftgraph.wording import Text

Kind = Literal["contract", "call", "aap", "ami"]
EnvelopeKind = Literal["plain", "shared", "fungible"]
_KINDS: Mapping[str, Kind] = {
    f"{DEF}CallForProjects": "aap",
    f"{DEF}CallForInterest": "ami",
    f"{DEF}Call": "call",
    f"{DEF}Contract": "contract",
}
_CALLS = {"aap", "ami"}
_ENVELOPES: Mapping[str, EnvelopeKind] = {f"{DEF}SharedEnvelope": "shared", f"{DEF}FungibleEnvelope": "fungible"}
_SEGMENT = "/id/contract/"
_SHORTEST_NAME = 3
_NEAR = 60


class UnknownContract(UsageError):
    """No contract or call of that key is published."""

    status = 404
    slug = "not-found"


@dataclass(frozen=True)
class Party:
    """A signatory (its IRI), the day it signed, the competence in whose name ("": unsaid)."""

    iri: str
    name: str
    signed_on: date | None
    competence: str


@dataclass(frozen=True)
class Share:
    """What a funder brings to an envelope, in euros; None where only its name is known."""

    funder: str
    funder_iri: str
    amount: float | None


@dataclass(frozen=True)
class Envelope:
    """An envelope: its name ("": none), its amount in euros, its funders, the day of their conference.

    `also_funds`: the other contracts and calls that draw on it.
    """

    iri: str
    title: str
    kind: EnvelopeKind
    amount: float | None
    shares: tuple[Share, ...]
    conference: date | None
    also_funds: tuple[Named, ...]


@dataclass(frozen=True)
class Instrument:
    """A contract or a call. `key`: what names it in addresses; `type`, `level`: notations ("" where unsaid).

    `valid_from` and `valid_until`: first and last day, both included; None: not stated, or still running.
    """

    key: str
    iri: str
    kind: Kind
    title: str
    type: str
    type_label: Text
    level: str
    territories: tuple[Named, ...]
    fields: tuple[Named, ...]
    parties: tuple[Party, ...]
    valid_from: date | None
    valid_until: date | None
    envelopes: tuple[Envelope, ...]
    indicators: tuple[Named, ...]
    programmes: tuple[Named, ...]
    reviews: tuple[date, ...]
    committee: str
    committee_label: str
    replaces: tuple[Named, ...]
    replaced_by: tuple[Named, ...]

    @property
    def is_call(self) -> bool:
        """Whether it is a call for projects or for interest."""
        return self.kind != "contract"


def instruments(
    graph: Queryable,
    *,
    on: date | None = None,
    area: str = "",
    parties: Sequence[str] = (),
    contract_type: str = "",
    contracts: Sequence[str] = (),
) -> tuple[Instrument, ...]:
    """The contracts and calls, by title; those that bind these `parties`, in this `area`, `on` this day.

    `area`: the IRI of a territory, whatever touches it included. `parties`: names, or parts of names, or IRIs of
    signatories, all of which it binds. `contract_type`: a type’s name, acronym or code, « AAP » or « AMI ».
    `contracts`: IRIs, to read these only. Raises `UsageError` for a type or a name that tells nothing.
    """
    asked: dict[str, Any] = {"day": on, "area": area or None, "contract": list(contracts)}
    wanted = type_of(contract_type) if contract_type else ""
    if wanted and wanted not in _CALLS:
        asked["type"] = wanted
    signed: dict[str, list[tuple[str, date | None, str]]] = defaultdict(list)
    names = Names(graph)
    rows = list(graph.select(queries.text("contracts/parties", contract=list(contracts))))
    names.learn(text(row[1]) for row in rows)
    for contract, party, signed_on, competence in rows:
        signed[text(contract)].append((text(party), day(signed_on), text(competence)))
    sides = _signatories(names, {text(row[1]) for row in rows}, parties)
    if not all(sides):
        return ()
    asked["party"] = sorted(set().union(*sides))
    found: dict[str, list[Any]] = {}
    for row in graph.select(queries.text("contracts/list", **asked)):
        found.setdefault(text(row[0]), []).append(row)
    read = _Reader(graph, names, found, signed)
    # What binds these parties together: each name is one of its signatories.
    bound = (iri for iri in found if all(side & {party[0] for party in signed.get(iri, ())} for side in sides))
    made = (read.instrument(iri) for iri in bound)
    return tuple(each for each in made if wanted not in _CALLS or each.kind == wanted)


def find(graph: Queryable, key: str) -> Instrument:
    """The contract or call of that key or IRI. Raises `UnknownContract`."""
    known = {text(row[0]): text(row[2]) for row in graph.select(queries.text("contracts/list"))}
    keys = {key_of(iri): iri for iri in known}
    iri = keys.get(key) or (key if key in known else "")
    if not iri:
        # By its title too: it is what a reader has at hand.
        titled = [one for one, title in known.items() if fold_name(title) == fold_name(key)]
        iri = titled[0] if len(titled) == 1 else ""
    if not iri:
        near = process.extract(key[:200], list(keys), scorer=fuzz.token_set_ratio, limit=3, score_cutoff=_NEAR)
        close = ", ".join(name for name, _, _ in near)
        raise UnknownContract(
            f"Aucun contrat ni appel publié n’a la clé «\u202f{key[:200]}\u202f».",
            f"No published contract or call has the key “{key[:200]}”.",
            cure=f"Les plus proches\u202f: {close}."
            if close
            else "«\u202fftgraph contract list\u202f» et /api/v1/contracts donnent les clés.",
            cure_en=f"The nearest: {close}." if close else "“ftgraph contract list” and /api/v1/contracts give them.",
        )
    (found,) = instruments(graph, contracts=[iri])
    return found


def key_of(iri: str) -> str:
    """What names a contract in addresses: the end of its IRI, or the IRI where it is not one of ours."""
    return iri.partition(_SEGMENT)[2] or iri


def type_of(name: str) -> str:
    """The notation of a type of contract or of call that a user names. Raises `UsageError`."""
    match = read_words(("contract-type", "call-type")).find(name)
    if match.word is None:
        near = ", ".join(label for _, label in match.candidates)
        raise UsageError(
            f"Le type «\u202f{name[:80]}\u202f» n’existe pas.",
            f"There is no type “{name[:80]}”.",
            cure=f"Les plus proches\u202f: {near}." if near else "Les types sont dans le vocabulaire contract-type.",
            cure_en=f"The nearest: {near}." if near else "Types are in the vocabulary contract-type.",
        )
    return match.word.key


def _signatories(names: Names, known: Iterable[str], wanted: Sequence[str]) -> list[set[str]]:
    """For each name, the signatories (IRIs) that it may mean."""
    known = sorted(known)
    found: list[set[str]] = []
    for name in wanted:
        folded = fold_name(name)
        if len(folded) < _SHORTEST_NAME:
            raise UsageError(
                f"«\u202f{name[:80]}\u202f» est trop court pour reconnaître un signataire.",
                f"“{name[:80]}” is too short to tell a signatory.",
                cure=f"Donnez au moins {_SHORTEST_NAME} lettres de son nom.",
                cure_en=f"Give at least {_SHORTEST_NAME} letters of its name.",
            )
        found.append({iri for iri in known if iri == name or folded in fold_name(names.of(iri).fr)})
    return found


class _Reader:
    """Puts together what the queries say of several contracts, each asked once."""

    def __init__(
        self,
        graph: Queryable,
        names: Names,
        found: Mapping[str, Sequence[Any]],
        signed: Mapping[str, Sequence[tuple[str, date | None, str]]],
    ) -> None:
        self._names, self._found, self._signed = names, found, signed
        self._ties: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._followers: dict[str, list[str]] = defaultdict(list)
        for contract, tie, thing in graph.select(queries.text("contracts/ties")):
            self._ties[text(contract), text(tie)].append(text(thing))
            if text(tie) == "replaces":
                self._followers[text(thing)].append(text(contract))
        self._envelopes: dict[str, list[Any]] = defaultdict(list)
        self._drawing: dict[str, set[str]] = defaultdict(set)
        for row in graph.select(queries.text("contracts/envelopes")):
            self._envelopes[text(row[0])].append(row)
            self._drawing[text(row[1])].add(text(row[0]))
        names.learn(
            [
                *(
                    iri
                    for key, things in self._ties.items()
                    if key[0] in found and key[1] != "review"
                    for iri in things
                ),
                *(text(row[6]) for iri in found for row in self._envelopes[iri]),
                *(text(row[part]) for rows in found.values() for row in rows for part in (3, 5, 8)),
                *(party[2] for iri in found for party in signed.get(iri, ())),
            ]
        )

    def instrument(self, iri: str) -> Instrument:
        rows = self._found[iri]
        first = rows[0]
        kinds = {text(row[1]) for row in rows}
        types = sorted({text(row[3]) for row in rows} - {""})
        committees = sorted({text(row[8]) for row in rows} - {""})
        return Instrument(
            key=key_of(iri),
            iri=iri,
            kind=next(kind for name, kind in _KINDS.items() if name in kinds),
            title=text(first[2]),
            type=last(types[0]) if types else "",
            type_label=self._names.of(types[0]) if types else Text(""),
            level=next((last(text(row[4])) for row in rows if row[4] is not None), ""),
            territories=self._all(sorted({text(row[5]) for row in rows} - {""})),
            fields=self._all(self._ties[iri, "field"]),
            parties=tuple(
                sorted(
                    (
                        Party(party, self._names.of(party).fr, signed_on, self._names.of(competence).fr)
                        for party, signed_on, competence in self._signed.get(iri, ())
                    ),
                    key=lambda each: fold_name(each.name),
                )
            ),
            valid_from=day(first[6]),
            valid_until=day(first[7]),
            envelopes=self._money(iri),
            indicators=self._all(self._ties[iri, "indicator"]),
            programmes=self._all(self._ties[iri, "programme"]),
            reviews=tuple(sorted(date.fromisoformat(each[:10]) for each in self._ties[iri, "review"])),
            committee=committees[0] if committees else "",
            committee_label=self._names.of(committees[0]).fr if committees else "",
            replaces=self._all(self._ties[iri, "replaces"]),
            replaced_by=self._all(self._followers[iri]),
        )

    def _all(self, iris: Iterable[str]) -> tuple[Named, ...]:
        return tuple(sorted((self._names.named(iri) for iri in dict.fromkeys(iris)), key=lambda each: each.label))

    def _money(self, iri: str) -> tuple[Envelope, ...]:
        made: dict[str, Envelope] = {}
        for _, envelope, title, kind, whole, conference, funder, share in self._envelopes[iri]:
            known = made.get(text(envelope))
            if known is None:
                known = Envelope(
                    iri=text(envelope),
                    title=text(title),
                    kind=_ENVELOPES.get(text(kind), "plain"),
                    amount=amount(whole),
                    shares=(),
                    conference=day(conference),
                    also_funds=self._all(self._drawing[text(envelope)] - {iri}),
                )
            if funder is not None:
                known = replace(known, shares=_with(known.shares, self._names.of(text(funder)).fr, funder, share))
            made[text(envelope)] = known
        return tuple(made.values())


def _with(shares: tuple[Share, ...], name: str, funder: Any, share: Any) -> tuple[Share, ...]:
    """The shares with one more; a funder named twice, once with its amount, is one."""
    brought = Share(name, text(funder), amount(share))
    known = next((each for each in shares if each.funder_iri == brought.funder_iri), None)
    if known is None:
        return (*shares, brought)
    if known.amount is None:
        return tuple(brought if each is known else each for each in shares)
    return shares if brought.amount is None else (*shares, brought)
