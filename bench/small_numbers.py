"""What small numbers cost: 245 nested territories, sex × age, four quarters; then with 60 EPCI across them."""

import argparse
import random
import time
from collections.abc import Iterator
from decimal import Decimal

from pyroaring import BitMap

from ftgraph.indicators.protecting import protect
from ftgraph.sources import observation_structure
from ftgraph.sources.observation_rows import Cell, Observation
from ftgraph.sources.periods import Period

STRUCTURE = observation_structure.read()


def territories(across: bool) -> dict[str, tuple[str, BitMap]]:
    """240 bassins of 4 communes in 4 départements in a région; `across`: and 60 EPCI shifted by half a bassin."""
    areas = {"region": ("region", BitMap(range(960)))}
    areas |= {f"dep-{d}": ("departement", BitMap(range(d * 240, d * 240 + 240))) for d in range(4)}
    areas |= {f"bassin-{b:03}": ("bassin", BitMap(range(b * 4, b * 4 + 4))) for b in range(240)}
    if across:
        areas |= {f"epci-{z:03}": ("epci", BitMap(range(z * 16 + 2, min(960, z * 16 + 18)))) for z in range(60)}
    return areas


def observations(areas: dict[str, tuple[str, BitMap]], seed: int) -> Iterator[Observation]:
    """Each commune has people of each sex and age, few in some; all margins are told."""
    chance = random.Random(seed)
    indicator = STRUCTURE.indicator("registered")
    assert indicator is not None
    gender, age = STRUCTURE.position("gender"), STRUCTURE.position("age")
    genders, ages = ("F", "M"), ("15-24", "25-49", "50-plus")
    for quarter in range(1, 5):
        people = {
            (commune, sex, group): int(chance.lognormvariate(1.6, 0.7))
            for commune in range(960)
            for sex in genders
            for group in ages
        }
        for name, (_, communes) in areas.items():
            for sex in ("total", *genders):
                for group in ("total", *ages):
                    codes = list(STRUCTURE.wholes)
                    codes[gender], codes[age] = sex, group
                    value = sum(
                        people[commune, s, g]
                        for commune in communes
                        for s in (genders if sex == "total" else (sex,))
                        for g in (ages if group == "total" else (group,))
                    )
                    yield Observation(
                        Cell(indicator.iri, name, Period(2026, "quarter", quarter), tuple(codes)), Decimal(value)
                    )


def main() -> None:
    """Print what is withheld and how long it takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    for across in (False, True):
        areas = territories(across)
        rows = list(observations(areas, given.seed))
        start = time.process_time()
        made = protect(rows, [], STRUCTURE, areas.get, 11)
        spent = time.process_time() - start
        print(f"{len(rows)} values, {made.small} small, {made.also} more withheld, {spent:.1f} s of processor")


if __name__ == "__main__":
    main()
