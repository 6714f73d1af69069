"""What a survey of the map's quality costs, and how many sown duplicates it finds; prints a Markdown table.

    python bench/quality.py STORE [--sown N]

STORE: a store that holds solutions, for instance one filled from `bench/national.py`. The copies are sown beside the
records read from it: another source's, its title misspelt in one of four ways, its structure known by its telephone.
"""

import argparse
import random
import resource
import time
from dataclasses import replace
from datetime import date

from ftgraph.graph.store import open_store
from ftgraph.index.load import FOLDER, Index
from ftgraph.quality import alike
from ftgraph.quality.alike import Card, folded
from ftgraph.quality.survey import RecordReader, card_of, survey
from ftgraph.settings import Settings

TODAY = date(2026, 11, 24)


def misspelt(title: str, way: int, draw: random.Random) -> str:
    """The title as somebody else writes it: words in another order, a letter left out, doubled or changed."""
    words = title.split()
    if way == 0:
        return " ".join([*words[1:], words[0]])
    place = draw.randrange(1, max(2, len(title)))
    if way == 1:
        return title[:place] + title[place + 1 :]
    return title[:place] + (title[place - 1] if way == 2 else draw.choice("aeiou")) + title[place + (way == 3) :]


def main() -> None:
    """Survey the store, sow copies, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store")
    parser.add_argument("--sown", type=int, default=1000)
    given = parser.parse_args()
    with open_store(Settings(store=given.store)).reader() as reader:
        index = Index(reader.attachments / FOLDER, reader.generation.number)
        began, processor = time.perf_counter(), time.process_time()
        seen = survey(index, TODAY, 365)
        took = f"{time.perf_counter() - began:.1f} s ({time.process_time() - processor:.1f} s of processor)"
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        draw, records = random.Random(1), RecordReader(index)
        rows = [number for number in range(index.count) if index.locations[number] >= 0]
        cards = [card_of(number, records.record(number)) for number in draw.sample(rows, min(20_000, len(rows)))]
        chosen = [card for card in cards if card.telephone and len(card.title) > 12][: given.sown]
        copies = [_copy(card, number, draw) for number, card in enumerate(chosen)]
        before = len(alike.pairs(cards, lambda _: ""))
        found = {(each.first, each.second) for each in alike.pairs([*cards, *copies], lambda _: "")}
        hits = sum((card.key, copy.key) in found for card, copy in zip(chosen, copies, strict=True))
    print("| what | measured |\n|---|---|")
    print(f"| {index.count:,} solutions surveyed | {took}, peak memory {peak} MB, the mapped index included |")
    print(f"| findings | {', '.join(f'{kind} {count:,}' for kind, count in seen.counts().items())} |")
    print(f"| copies sown, found | {len(copies)}, {hits}; other new pairs {len(found) - hits - before} |")


def _copy(card: Card, number: int, draw: random.Random) -> Card:
    title = folded(misspelt(card.title, number % 4, draw))
    return replace(card, key=f"z{number:08}", title=title, structure=f"z{number}", structure_name="autre saisie")


if __name__ == "__main__":
    main()
