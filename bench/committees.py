"""The country's committees checked: what is found first, then how long it takes. Writes a table in Markdown.

    python bench/committees.py [--seed S] [--share N] [--no-pyshacl] [--limit SECONDS]

One national committee, 18 regional, 101 departmental, 363 local, under the law and under the 2023 target: conform, the
check must find nothing; with defects sown in it, each of them and nothing else. Times are taken after that, the best of
several runs: by the clock, two cores at work, and of processor, which other work on the machine hardly changes.
pySHACL, the reference engine, has the same country in a process of its own, and `--limit` seconds of processor for it:
where it does not end, they give the least that the ratio can be. `--share 10`: a tenth of the country too.
"""

import argparse
import math
import multiprocessing
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "committees"))

from country import NATIONAL, Country, country  # beside the tests, which use it small
from sowing import defects, sown

from ftgraph import assets
from ftgraph.committees.checking import Checker
from ftgraph.committees.desk import open_desk
from ftgraph.sources import territories
from ftgraph.sources.handed_in import HandedIn
from ftgraph.validation import engines, preparation, rulesets

ONE_FILE = assets.data() / "demo" / "committees" / "departement-35"
ONE_FILE_DAY = date(2024, 6, 1)


def complete(made: Country) -> str:
    """All that an engine is given: the data, what is added to it, what shapes read besides."""
    classes = preparation.ontology_classes()
    added = preparation.derived(made.data(), classes, made.day) + preparation.check_node(made.day)
    return made.data() + added + rulesets.reference()


def spent() -> float:
    """Seconds of processor that this process and those it waited for have used."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def best(job: Callable[[], object], times: int = 5) -> tuple[float, float]:
    """Seconds by the clock and of processor, the least of each in several runs."""
    clock, processor = [], []
    for _ in range(times):
        began, start = time.perf_counter(), spent()
        job()
        clock.append(time.perf_counter() - began)
        processor.append(spent() - start)
    return min(clock), min(processor)


def told(found: tuple[float, float]) -> str:
    """Both figures of `best`, for the table."""
    return f"{found[0]:.2f} s (processor {found[1]:.2f} s)"


def check_first(made: Country, shapes: engines.Shapes, seed: int) -> str:
    """Raises when something is found in a conform country, or anything else than what was sown. Returns its data."""
    text = complete(made)
    found = shapes.run(text)
    if found:
        raise SystemExit(f"{made.rule_set}: conform, and {len(found)} results: {found[0]}")
    faulty, expected = sown(made, defects(made.rule_set), seed)
    seen = {(result.shape, result.focus) for result in shapes.run(complete(faulty))}
    if seen != expected:
        raise SystemExit(f"{made.rule_set}: missed {sorted(expected - seen)[:3]}, beside {sorted(seen - expected)[:3]}")
    print(f"<!-- {made.rule_set}: conform: nothing found; {len(expected)} sown: all found, nothing else -->")
    return text


def reference(rule_set: str, text: str, limit: int) -> tuple[float, bool]:
    """Seconds of processor of pySHACL, in a process of its own; whether it ended before it had used `limit`."""
    start = spent()
    worker = multiprocessing.Process(target=_reference, args=(rule_set, text, limit))
    worker.start()
    try:
        worker.join()
    finally:
        worker.kill()
        worker.join()
    if worker.exitcode not in (0, -signal.SIGXCPU):
        raise SystemExit(f"pySHACL found something in a conform country, or failed ({worker.exitcode})")
    return spent() - start, worker.exitcode == 0


def _reference(rule_set: str, text: str, limit: int) -> None:
    used = math.ceil(time.process_time())
    resource.setrlimit(resource.RLIMIT_CPU, (used + limit, used + limit + 5))
    found = engines.Shapes(rulesets.shapes((rule_set,)), "pyshacl").run(text)
    if found:
        raise SystemExit(f"pySHACL found {len(found)} results in a conform country: {found[0]}")


def compared(rule_set: str, made: Country, text: str, ours: float, limit: int) -> str:
    """A line of the table: pySHACL on that country against `ours`, in seconds of processor."""
    slow, ended = reference(rule_set, text, limit)
    ratio = f"{slow:.1f} s ÷ {ours:.2f} s = {slow / ours:.0f}"
    told = ratio if ended else f"not ended, more than {ratio}"
    return f"| {rule_set}: pySHACL on {len(made.committees)} committees ÷ ours there (processor) | {told} |"


def one_file() -> tuple[str, str]:
    """How long the command takes, cold, and a check by a desk that is open."""
    with TemporaryDirectory() as folder:
        command = [str(Path(sys.executable).parent / "ftgraph"), "committee", "check", str(ONE_FILE)]
        command += ["--on", ONE_FILE_DAY.isoformat()]
        environment = {"FTGRAPH_STORE": str(Path(folder) / "store"), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
        cold = best(lambda: subprocess.run(command, env=environment, capture_output=True, check=True))
    desk = open_desk("https://w3id.org/ftgraph")
    return told(cold), told(best(lambda: desk.check(desk.read(ONE_FILE), on=ONE_FILE_DAY), 7))


def main() -> None:
    """Checks, then times; prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=int, default=1)
    parser.add_argument("--no-pyshacl", action="store_true")
    parser.add_argument("--limit", type=int, default=120, help="seconds of processor that pySHACL has; 120")
    asked = parser.parse_args()
    places = territories.load()
    print("| what | measured |\n|---|---|")
    for rule_set in rulesets.ALL:
        shapes = engines.Shapes(rulesets.shapes((rule_set,)))
        made = country(asked.seed, places, NATIONAL, rule_set)
        text = check_first(made, shapes, asked.seed)
        lines, members = made.data().count("\n"), made.memberships()
        print(f"| {rule_set}: committees, memberships, triples | {len(made.committees)}, {members:,}, {lines:,} |")
        fast = best(lambda: shapes.run(text))  # noqa: B023  # run at once
        print(f"| {rule_set}: shapes on the country | {told(fast)} |")
        checker, handed_in = Checker((rule_set,)), HandedIn("pays.nt", "rdf", made.data())
        whole = best(lambda: checker.check(handed_in, on=made.day, rule_set=rule_set))  # noqa: B023
        print(f"| {rule_set}: the whole check, a report for each committee | {told(whole)} |")
        if asked.no_pyshacl:
            continue
        print(compared(rule_set, made, text, fast[1], asked.limit), flush=True)
        if asked.share > 1:
            regions, departements, bassins = (max(1, size // asked.share) for size in NATIONAL)
            made = country(asked.seed, places, (regions, departements, bassins), rule_set)
            text = complete(made)
            fast = best(lambda: shapes.run(text))  # noqa: B023
            print(compared(rule_set, made, text, fast[1], asked.limit), flush=True)
    cold, warm = one_file()
    print(f"| one file: cold command | {cold} |\n| one file: read and checked, desk open | {warm} |")


if __name__ == "__main__":
    main()
