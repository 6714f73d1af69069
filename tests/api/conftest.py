"""A store of a few communes and solutions, published by the project's own pipeline, and a client of the application."""

import asyncio
import gc
import io
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from pyoxigraph import RdfFormat, parse, serialize

from ftgraph import assets
from ftgraph.graph.ntriples import iri, literal
from ftgraph.graph.store import Writer, open_store
from ftgraph.namespaces import DEF, PREFIXES, ROOT, concept, graph, thing
from ftgraph.publish.generation import publish
from ftgraph.settings import Settings
from ftgraph_api.app import create_app

TYPE = PREFIXES["rdf"] + "type"
LABEL = PREFIXES["rdfs"] + "label"
COMMUNES = {  # code: name, inhabitants, EPCI, latitude, longitude
    "35238": ("Rennes", 230890, "243500139", "48.1113", "-1.6800"),
    "35051": ("Cesson-Sévigné", 18000, "243500139", "48.1212", "-1.6033"),
    "35360": ("Vitré", 18900, "200039022", "48.1239", "-1.2099"),
    "35115": ("Fougères", 20600, "200072452", "48.3526", "-1.1992"),
}
ZONES = {"EX1": ("Rennes", ("35238", "35051")), "EX2": ("Vitré", ("35360",)), "EX3": ("Fougères", ("35115",))}


@dataclass(frozen=True)
class Row:
    """A solution as the tests write it; `zones`: `kind/code`."""

    id: str
    title: str = "Une solution"
    description: str = "Ce qu’elle apporte."
    modified: str = "2026-10-01"
    barriers: Sequence[str] = ("mobilite--preparer-un-permis",)
    publics: Sequence[str] = ("jeunes",)
    fee: str = "gratuit"
    modes: Sequence[str] = ("en-presentiel",)
    zones: Sequence[str] = ("departement/35",)
    commune: str = "35238"
    texts: dict[str, str] = field(default_factory=dict)
    example: bool = False
    quality: str = "0.8"


ROWS = (
    Row("a", "Permis à petit prix", zones=("epci/243500139",), texts={f"{DEF}address": "1 rue Le Bastard"}),
    Row(
        "b",
        "=CMD()",
        description="**Aide** &amp; conseil<br>- au garage",
        texts={PREFIXES["schema"] + "telephone": "+33299000000"},
    ),
    Row("c", "Garde d’enfants", barriers=("famille--garde-denfants",), fee="payant", commune="35360"),
    Row("d", "Visio mobilité", modes=("a-distance",), zones=("country/FR",), commune="35115", example=True),
    Row("e", "Sans zone", zones=(), commune="35360", modified="2019-01-01"),
    Row("f", "Sans frein", barriers=(), publics=("tous-publics",), modified="2026-11-01"),
)


def triples(rows: Sequence[Row]) -> str:
    """The solutions of a source, and their structure."""
    lines: list[str] = []

    def say(subject: str, predicate: str, value: str) -> None:
        lines.append(f"{iri(subject)} {iri(predicate)} {value} .\n")

    dct = PREFIXES["dct"]
    structure, source = thing(ROOT, "structure", "s"), iri(thing(ROOT, "dataset", "essai"))
    for subject, kind, identifier in (
        (structure, "Structure", "s"),
        *((thing(ROOT, "solution", row.id), "Solution", row.id) for row in rows),
    ):
        say(subject, TYPE, iri(DEF + kind))
        say(subject, dct + "identifier", literal(identifier))
        say(subject, dct + "isPartOf", source)
        say(subject, DEF + "contentDigest", literal("00"))
    say(structure, PREFIXES["skos"] + "prefLabel", literal("Mission locale", "fr"))
    for row in rows:
        subject = thing(ROOT, "solution", row.id)
        latitude, longitude = COMMUNES[row.commune][3:]
        decimal = iri(PREFIXES["xsd"] + "decimal")
        say(subject, dct + "title", literal(row.title, "fr"))
        say(subject, dct + "description", literal(row.description, "fr"))
        say(subject, PREFIXES["cv"] + "hasCompetentAuthority", iri(structure))
        say(subject, dct + "modified", f'"{row.modified}"^^{iri(PREFIXES["xsd"] + "date")}')
        say(subject, DEF + "qualityScore", f'"{row.quality}"^^{decimal}')
        say(subject, DEF + "location", iri(thing(ROOT, "commune", row.commune)))
        say(subject, PREFIXES["geo"] + "lat", f'"{latitude}"^^{decimal}')
        say(subject, PREFIXES["geo"] + "long", f'"{longitude}"^^{decimal}')
        for name, scheme, values in (
            ("barrier", "barrier", row.barriers),
            ("public", "public", row.publics),
            ("fee", "fee", (row.fee,)),
            ("mode", "mode", row.modes),
        ):
            for value in values:
                say(subject, DEF + name, iri(concept(scheme, value)))
        for zone in row.zones:
            say(subject, dct + "spatial", iri(f"{ROOT}/id/{zone}"))
        for predicate, text in row.texts.items():
            say(subject, predicate, literal(text))
        if row.example:
            say(subject, DEF + "example", literal(True))
    return "".join(lines)


def _places() -> str:
    lines: list[str] = []

    def place(kind: str, path: str, code: str, label: str, *within: str, **more: str) -> None:
        subject = iri(f"{ROOT}/id/{path}")
        lines.append(f"{subject} {iri(TYPE)} {iri(DEF + kind)} .\n")
        lines.append(f"{subject} {iri(DEF + 'code')} {literal(code)} .\n")
        lines.append(f"{subject} {iri(LABEL)} {literal(label, 'fr')} .\n")
        lines.extend(f"{subject} {iri(DEF + 'within')} {iri(f'{ROOT}/id/{whole}')} .\n" for whole in within)
        lines.extend(f"{subject} {iri(predicate)} {value} .\n" for predicate, value in more.items())

    place("Country", "country/FR", "FR", "France")
    place("Region", "region/53", "53", "Bretagne", "country/FR")
    place("Departement", "departement/35", "35", "Ille-et-Vilaine", "region/53")
    place("Arrondissement", "arrondissement/353", "353", "Rennes", "departement/35")
    for code, name in (("243500139", "Rennes Métropole"), ("200039022", "Vitré Communauté"), ("200072452", "Fougères")):
        place("Epci", f"epci/{code}", code, name)
    decimal = iri(PREFIXES["xsd"] + "decimal")
    for code, (name, people, epci, latitude, longitude) in COMMUNES.items():
        more = {
            DEF + "population": literal(people),
            PREFIXES["geo"] + "lat": f'"{latitude}"^^{decimal}',
            PREFIXES["geo"] + "long": f'"{longitude}"^^{decimal}',
        }
        place("Commune", f"commune/{code}", code, name, f"epci/{epci}", "arrondissement/353", "departement/35", **more)
    return "".join(lines)


def _zoning() -> str:
    lines: list[str] = []

    def say(subject: str, predicate: str, value: str) -> None:
        lines.append(f"{iri(f'{ROOT}/id/{subject}')} {iri(predicate)} {value} .\n")

    series, version = "zoning/clpe", "zoning/clpe/2026-01-01"
    say(series, TYPE, iri(DEF + "Zoning"))
    say(series, DEF + "code", literal("clpe"))
    say(series, LABEL, literal("Comités locaux", "fr"))
    say(version, TYPE, iri(DEF + "ZoningVersion"))
    say(version, DEF + "versionOf", iri(f"{ROOT}/id/{series}"))
    say(version, DEF + "version", literal("2026-01-01"))
    say(version, DEF + "validFrom", f'"2026-01-01"^^{iri(PREFIXES["xsd"] + "date")}')
    for code, (label, communes) in ZONES.items():
        zone = f"zone/clpe/2026-01-01/{code}"
        say(zone, TYPE, iri(DEF + "Zone"))
        say(zone, DEF + "code", literal(code))
        say(zone, LABEL, literal(label, "fr"))
        say(zone, DEF + "inZoning", iri(f"{ROOT}/id/{version}"))
        for commune in communes:
            say(f"commune/{commune}", DEF + "within", iri(f"{ROOT}/id/{zone}"))
    return "".join(lines)


def _vocabularies() -> bytes:
    out = io.BytesIO()
    for file in sorted((assets.ontology() / "vocabularies").glob("*.ttl")):
        serialize((quad.triple for quad in parse(path=file, format=RdfFormat.TURTLE)), out, format=RdfFormat.N_TRIPLES)
    return out.getvalue()


Serve = Callable[..., tuple[subprocess.Popen[bytes], str]]


@dataclass(frozen=True)
class Shelf:
    """A store that tests publish to."""

    settings: Settings

    def publish(self, rows: Sequence[Row]) -> int:
        """Replace the solutions, and everything else the first time; the new generation's number."""
        store = open_store(self.settings)
        first = store.current() == 0

        def load(writer: Writer) -> None:
            if first:
                writer.replace_graph(graph(ROOT, "territories"), io.BytesIO(_places().encode()))
                writer.replace_graph(graph(ROOT, "zoning", "clpe", "2026-01-01"), io.BytesIO(_zoning().encode()))
                writer.replace_graph(graph(ROOT, "vocabularies"), io.BytesIO(_vocabularies()))
            writer.replace_graph(graph(ROOT, "solutions", "essai"), io.BytesIO(triples(rows).encode()))

        return publish(store, self.settings, "essai", load).number


class Client:
    """The application, asked from plain tests: no server, no thread."""

    def __init__(self, settings: Settings) -> None:
        self._runner = asyncio.Runner()
        # A fault inside is an answer 500 here too, as it is over the network.
        self._app = create_app(settings)
        transport = httpx.ASGITransport(self._app, raise_app_exceptions=False)
        self._client: httpx.AsyncClient | None = httpx.AsyncClient(transport=transport, base_url="http://test")

    def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        assert self._client is not None
        return self._runner.run(self._client.request(method, path, **more))

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.request("GET", path, **more)

    def wait(self, seconds: float) -> None:
        """Let what goes on in the background go on."""
        self._runner.run(asyncio.sleep(seconds))

    def close(self) -> None:
        """End it, and let go of the generations it held."""
        if self._client is not None:
            self._runner.run(self._client.aclose())
            self._app.state.ftgraph.close()
            del self._app
            self._runner.close()
            self._client = None
            gc.collect()


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of a store that holds `ROWS`; not to be written to."""
    settings = Settings(store=str(tmp_path_factory.mktemp("api") / "store"))
    Shelf(settings).publish(ROWS)
    return settings


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A store of the test's own, empty."""
    return Shelf(Settings(store=str(tmp_path / "store"), keep_generations=2))


@pytest.fixture
def row() -> Callable[..., Row]:
    """Makes a row: `row("x", title="…")`."""
    return lambda name, **fields: replace(Row(name), **fields)


@pytest.fixture
def open_client() -> Iterator[Callable[[Settings], Client]]:
    """Opens a client on a store; closed after the test."""
    opened: list[Client] = []

    def make(settings: Settings) -> Client:
        opened.append(Client(settings))
        return opened[-1]

    yield make
    for client in opened:
        client.close()


@pytest.fixture(scope="session")
def client(published: Settings) -> Iterator[Client]:
    """The application over `published`."""
    made = Client(published)
    yield made
    made.close()


@pytest.fixture
def serve(tmp_path: Path, start_server: Serve) -> Iterator[Serve]:
    """Starts `ftgraph serve` on a store; its process, and its address once it answers. Its log is in `server.log`."""
    started: list[subprocess.Popen[bytes]] = []

    def start(store: str, **settings: str) -> tuple[subprocess.Popen[bytes], str]:
        process, address = start_server(store, tmp_path / "server.log", **settings)
        started.append(process)
        return process, address

    yield start
    for process in started:
        process.kill()
        process.wait()
