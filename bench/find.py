"""What Find costs on a national graph, as ratios measured in one run; prints a Markdown table.

    python bench/find.py FOLDER      (needs about 12 GB there; generates the data on the first run)

Every answer's rows are checked before it is timed.
"""

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import IO

import orjson
import pyoxigraph as ox

sys.path.insert(0, str(Path(__file__).parent))
import national
import serving

from ftgraph import queries
from ftgraph.coverage import coverage
from ftgraph.graph.store import open_store
from ftgraph.index.load import FOLDER, Index
from ftgraph.publish import ground
from ftgraph.publish.generation import publish
from ftgraph.publish.imports import SourceImport, load_data_inclusion
from ftgraph.settings import Settings
from ftgraph.solutions import SolutionFilters, search
from ftgraph.sources import territories

DAY = date(2026, 11, 24)
PLACE = "departement:35"
BARE = "solutions/bare-page"


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def median_ms(work: Callable[[], object], times: int = 50) -> float:
    return statistics.median(timed(work) for _ in range(times)) * 1000


def in_turn(ours: Callable[[], object], theirs: Callable[[], object], times: int = 100) -> str:
    """Median milliseconds of two works done in turn, so that a busy machine slows both, and their ratio."""
    pairs = [(timed(ours), timed(theirs)) for _ in range(times)]
    one, other = (statistics.median(each) * 1000 for each in zip(*pairs, strict=True))
    return f"{one:.2f} ms ÷ {other:.2f} ms = {one / other:.2f}"


def imports(folder: Path, settings: Settings) -> tuple[float, float]:
    """Seconds that the country takes to be published, then a source of solutions on it, files to generation."""
    shutil.rmtree(settings.store_path, ignore_errors=True)
    places = territories.load()
    files = (folder / "structures.jsonl", folder / "services.jsonl")
    source = SourceImport("national", "Banc d'essai", files, folder / "rejects.csv")
    store = open_store(settings)
    return (
        timed(lambda: publish(store, settings, "ground", lambda writer: ground.load(writer, places, settings.base))),
        timed(lambda: publish(store, settings, "bench", lambda writer: load_data_inclusion(writer, settings, source))),
    )


def raw_load(folder: Path, settings: Settings) -> float:
    """Seconds that a bare `bulk_load` of the quads that the source's import wrote takes, in a fresh store."""
    file, target = folder / "all.nq", folder / "raw"
    generations = sorted(settings.store_path.glob("generations/0*"))
    ground_graphs, all_graphs = (_graphs(folder) for folder in generations[-2:])
    filled = ox.Store.read_only(str(generations[-1] / "store"))
    with file.open("wb") as out:
        for name in sorted(all_graphs - ground_graphs):
            _dump(filled, name, out, folder / "one.nt")
    del filled
    shutil.rmtree(target, ignore_errors=True)
    store = ox.Store(str(target))
    seconds = timed(partial(store.bulk_load, path=str(file), format=ox.RdfFormat.N_QUADS))
    del store
    shutil.rmtree(target)
    file.unlink()
    return seconds


def _graphs(generation: Path) -> set[str]:
    return set(orjson.loads((generation / "generation.json").read_bytes())["graphs"])


def _dump(store: ox.Store, name: str, out: IO[bytes], spool: Path) -> None:
    """A graph as N-Quads."""
    with spool.open("wb") as triples:
        store.dump(triples, ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(name))
    end = f" <{name}> .\n".encode()
    with spool.open("rb") as triples:
        while lines := triples.readlines(1 << 24):
            out.write(b"".join(lines).replace(b" .\n", end))
    spool.unlink()


def questions(settings: Settings) -> list[tuple[str, str]]:
    with open_store(settings).reader() as reader:
        opened = time.perf_counter()
        index = Index(reader.attachments / FOLDER, reader.generation.number)
        filters = SolutionFilters(barriers=("mobilite",), territory=PLACE)
        first = search(index, filters, today=DAY)
        opening = time.perf_counter() - opened
        assert first.total > 100
        assert len(first.rows) == 20
        place = index.territories.resolve(PLACE, DAY)
        bare = queries.text(BARE, territory=place.iri, barrier="mobilite")
        assert len(list(reader.select(bare))) == 20
        page = in_turn(lambda: search(index, filters, today=DAY), lambda: list(reader.select(bare)))
        others = [f"departement:{code:02}" for code in range(40, 70)]
        cold = iter(others)
        cold_ms = median_ms(
            lambda: search(index, SolutionFilters(barriers=("sante",), territory=next(cold)), today=DAY), len(others)
        )
        cover: dict[str, float] = {}
        for name in ("first", "then"):
            cover[name] = timed(lambda: coverage(index, territory="country:FR", zoning="arrondissement", today=DAY))
        two_words = SolutionFilters(text="atelier vélo", territory=PLACE, interpret=False)
        assert search(index, two_words, today=DAY).total > 100
        text_ms = median_ms(lambda: search(index, two_words, today=DAY), 10)
    return [
        ("page of 20, total and facets ÷ bare LIMIT 20", page),
        ("the same, a territory asked for the first time", f"{cold_ms:.2f} ms"),
        ("two words of full text in a département", f"{text_ms:.1f} ms"),
        (
            "national coverage, 333 arrondissements × 16 barriers: first, then",
            f"{cover['first'] * 1000:.0f} ms, {cover['then'] * 1000:.0f} ms",
        ),
        ("opening the index to first answer", f"{opening:.2f} s"),
    ]


def serving_memory(settings: Settings) -> str:
    """Resident memory, in MB, of a process that opened the store and answered."""
    code = (
        "import resource,sys;sys.path.insert(0,sys.argv[1]);import find;"
        "from ftgraph.settings import Settings;find.questions(Settings(store=sys.argv[2]));"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss//1024)"
    )
    command = [sys.executable, "-c", code, str(Path(__file__).parent), settings.store]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--keep", action="store_true", help="reuse the store of the last run")
    given = parser.parse_args()
    folder: Path = given.folder
    if not (folder / "services.jsonl").is_file():
        national.generate(folder, 200_000, 80_000, 2026)
    settings = Settings(store=str(folder / "store"))
    rows: list[tuple[str, str]] = []
    if not given.keep:
        country, imported = imports(folder, settings)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        raw = raw_load(folder, settings)
        rows.append(("the country, from an empty folder", f"{country:.0f} s"))
        rows.append(
            (
                "import of a source ÷ bare bulk_load of the same quads",
                f"{imported:.0f} s ÷ {raw:.0f} s = {imported / raw:.2f}",
            )
        )
        rows.append(("memory of the importing process", f"{peak} MB"))
    rows += questions(settings)
    rows.append(("memory of a process that answers all this, SPARQL included", f"{serving_memory(settings)} MB"))
    for what, passed in zip(serving.PASSES, serving.measure(settings.store, 4000), strict=True):
        rows.append((f"HTTP, 8 connections: {len(passed.milliseconds)} {what}", passed.told()))
    print("| what | measured |\n|---|---|")
    for what, figure in rows:
        print(f"| {what} | {figure} |")


if __name__ == "__main__":
    main()
