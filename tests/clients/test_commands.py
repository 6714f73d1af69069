"""curl, Comunica and Jena's command line: each asks the example as its users would."""

import fcntl
import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pyoxigraph as ox
import pytest

from ftgraph.namespaces import DEF, ROOT

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
COMUNICA = "@comunica/query-sparql@4.5.0"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ftgraph-tests"
JARS = Path("/usr/share/java")
NEEDED = "jena-* commons-* dexx* gson guava http* jackson-* jakarta.json* protobuf* slf4j-api titanium* jsonld* thrift"
RENNES = f"{ROOT}/id/commune/35238"
EPCI = f"SELECT ?label {{ <{RENNES}> <{DEF}within> ?e . ?e a <{DEF}Epci> ; rdfs:label ?label }}"
PREFIX = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "


def test_curl_follows_negotiates_and_does_not_fetch_twice(example, command, tmp_path) -> None:
    turtle = command(["curl", "-sSfL", "-H", "Accept: text/turtle", f"{example}/id/commune/35238"])
    assert ox.NamedNode(RENNES) in {quad.subject for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}
    page = command(["curl", "-sSfL", f"{example}/id/commune/35238.html"])
    assert '<html lang="fr">' in page
    tag, address = tmp_path / "tag", f"{example}/doc/commune/35238.ttl"
    first = command(["curl", "-sSf", "--etag-save", tag, address])
    status = ["-o", tmp_path / "second", "-w", "%{http_code} %{size_download}"]
    assert len(first) > 200
    assert command(["curl", "-sSf", "--etag-compare", tag, *status, address]) == "304 0"
    (tmp_path / "kept").write_text(first)
    assert command(["curl", "-sSf", "-z", tmp_path / "kept", *status, address]) == "304 0"
    refused = ["curl", "-sS", "-w", "%{http_code}", "-H", "Accept: image/png", f"{example}/doc/commune/35238"]
    told = command(refused)
    assert told.endswith("406")
    assert "text/turtle" in told


def test_curl_asks_and_downloads_a_part(example, command, tmp_path) -> None:
    asked = ["curl", "-sSf", "-H", "Accept: text/csv"]
    query = f"query={PREFIX}{EPCI}"
    assert command([*asked, "-G", "--data-urlencode", query, f"{example}/sparql"]) == "label\nRennes Métropole\n"
    assert command([*asked, "--data-urlencode", query, f"{example}/sparql"]) == "label\nRennes Métropole\n"
    name = command(["curl", "-sSf", f"{example}/dumps"])
    dump = next(each["address"] for each in json.loads(name)["files"] if each["triples"] < 5_000)
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    command(["curl", "-sSfL", "--retry", "10", "-o", whole, dump])
    size = whole.stat().st_size
    command(["curl", "-sSfL", "-r", f"0-{size // 2}", "-o", parts, dump])
    command(["curl", "-sSfL", "-C", "-", "-o", parts, dump])  # goes on where it was cut off
    assert parts.read_bytes() == whole.read_bytes()


def test_curl_puts_and_deletes_a_graph(writable, command, tmp_path) -> None:
    file = tmp_path / "graph.ttl"
    file.write_text('<urn:s> <urn:p> "été"@fr .\n', encoding="utf-8")
    graph = f"{writable.address}/graphs?graph=urn:test:curl"
    asked = ["curl", "-sSf", "-H", f"Authorization: Bearer {writable.key}"]
    command([*asked, "-T", file, "-H", "Content-Type: text/turtle", graph])
    assert "été" in command(["curl", "-sSf", "-H", "Accept: text/turtle", graph])
    command([*asked, "-X", "DELETE", graph])
    assert command(["curl", "-sS", "-o", os.devnull, "-w", "%{http_code}", graph]) == "404"


@pytest.fixture(scope="session")
def comunica() -> Path:
    """The folder that Comunica is installed in, once a machine; skips where it cannot be."""
    for needed in ("node", "npm"):
        if shutil.which(needed) is None:
            pytest.skip(f"{needed} is not installed")
    folder = CACHE / COMUNICA.replace("/", "-")
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "installed").exists():
            command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder, COMUNICA]
            done = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)
            if done.returncode:
                pytest.skip(f"Comunica could not be installed: {done.stderr[-300:]}")
            (folder / "installed").touch()
    return folder


@pytest.mark.timeout(400)
def test_comunica_asks_the_endpoint_follows_iris_and_joins_both(example, comunica, command) -> None:
    shutil.copy(HERE / "comunica.mjs", comunica)
    told = json.loads(command(["node", comunica / "comunica.mjs", example, RENNES]))
    assert told == {
        "endpoint": ["Rennes Métropole"],
        "found by its description": ["Rennes Métropole"],
        "document": ["Rennes"],
        "both": [f"{ROOT}/id/epci/243500139"],
        "exists": True,
        "triples": told["triples"],
        "refused": True,
    }
    assert told["triples"] > 5


@pytest.fixture(scope="session")
def jena(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The start of a command of Jena's; skips where Debian's package or Java is missing.

    Its classes look for their messages under another name than the package gives them: they are put there.
    """
    if shutil.which("java") is None or not (JARS / "jena-cmds.jar").exists():
        pytest.skip("Jena's command line (java, libapache-jena-java) is not installed")
    messages = tmp_path_factory.mktemp("jena")
    with zipfile.ZipFile(JARS / "jena-core.jar") as jar:
        for name in jar.namelist():
            moved = messages / name.removeprefix("org/apache/jena/ext/")
            if name.startswith("org/apache/jena/ext/xerces/") and name.endswith(".properties"):
                moved.parent.mkdir(parents=True, exist_ok=True)
                moved.write_bytes(jar.read(name))
    jars = [str(each) for pattern in NEEDED.split() for each in sorted(JARS.glob(f"{pattern}.jar"))]
    return ["java", "-XX:TieredStopAtLevel=1", "-cp", ":".join([str(messages), *jars])]


def test_jena_asks_the_endpoint_and_joins_it_in(example, jena, command) -> None:
    remote = [*jena, "arq.rsparql", "--service", f"{example}/sparql"]
    assert command([*remote, "--results=CSV", PREFIX + EPCI]).splitlines() == ["label", "Rennes Métropole"]
    said = command([*remote, f"CONSTRUCT {{ <{RENNES}> ?p ?o }} WHERE {{ <{RENNES}> ?p ?o }}"])
    classes = {quad.triple.object for quad in ox.parse(said, format=ox.RdfFormat.TURTLE)}
    assert ox.NamedNode(f"{DEF}Commune") in classes
    federated = f"{PREFIX} SELECT ?label {{ SERVICE <{example}/sparql> {{ {EPCI} }} }}"
    assert "Rennes Métropole" in command([*jena, "arq.sparql", "--results=CSV", federated])
