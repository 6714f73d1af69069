"""From what is missing to who is to act: for each zone that misses something, its committees and contracts."""

from collections.abc import Sequence
from dataclasses import dataclass

from ftgraph.committees.around import Published, around, standing
from ftgraph.contracts import Contract
from ftgraph.coverage import CoverageMatrix
from ftgraph.exports.wording import pick
from ftgraph.index.territories import Territory
from ftgraph_api.pages import gaps
from ftgraph_api.pages.contracts import address
from ftgraph_api.pages.question import Question

_EXPECTED = (
    "Aucun comité publié ici : le manque se porte au comité local pour l’emploi, à défaut au comité départemental.",
    "No committee published here: the gap goes to the local committee, failing that to the departmental one.",
)


@dataclass(frozen=True)
class Zone:
    """A zone that misses something, and those who are to act there alone."""

    zone: str
    barriers: Sequence[str]
    committees: Sequence[tuple[str, str, str]]
    contracts: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class Acting:
    """Who is to act. `committees` (name, address, level) and `contracts` (title, type, address): those of the whole
    territory, the nearest first; `zones`: those of each zone that misses something. `note`: said where there is no
    committee.
    """

    committees: Sequence[tuple[str, str, str]]
    contracts: Sequence[tuple[str, str, str]]
    zones: Sequence[Zone]
    note: str


def acting(
    question: Question,
    place: Territory,
    matrix: CoverageMatrix,
    committees: Sequence[Published],
    contracts: Sequence[Contract],
) -> Acting:
    """Who is to act on what `matrix` misses in `place`: local, then departmental, then regional."""
    territories = question.index.territories
    vocabulary = question.index.vocabulary
    levels = vocabulary.scheme("committee-level")
    kinds = {each.iri: each for each in vocabulary.scheme("contract-type").values()}
    standing_ones = [each for each in committees if each.in_force(question.today)]
    near = [
        (how, each) for how, each in around(standing_ones, territories, place) if each.level != "NAT" or how == "own"
    ]
    whole = [each for how, each in near if how in ("own", "above")]
    bound = [(standing(territories, place, each.territory), each) for each in contracts]
    all_over = [each for how, each in bound if how in ("own", "above")]

    def named(found: Sequence[Published]) -> list[tuple[str, str, str]]:
        return [
            (each.label or each.territory_label, f"/comites/{each.key}", levels[each.level].label(question.language))
            for each in reversed(found)
        ]

    def titled(found: Sequence[Contract]) -> list[tuple[str, str, str]]:
        return [
            (each.title, kinds[each.type].label(question.language) if each.type in kinds else "", address(each.key))
            for each in found
        ]

    zones = []
    labels = {zone.value: zone.label for zone in matrix.zones}
    for reference, missing in gaps.missing_by_zone(matrix):
        zone = territories.resolve(reference, question.today)
        own = [each for _, each in around([each for _, each in near if each not in whole], territories, zone)]
        there = [each for each in contracts if each not in all_over and standing(territories, zone, each.territory)]
        zones.append(Zone(labels[reference], missing, named(own), titled(there)))
    note = "" if near else pick(_EXPECTED, question.language)
    return Acting(named(whole), titled(all_over), zones, note)
