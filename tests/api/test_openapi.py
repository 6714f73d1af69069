"""The OpenAPI document is whole and true: schemathesis asks a real server all that it allows, and what it does not."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ftgraph import keys
from ftgraph_api.app import create_app

HERE = Path(__file__).parent / "openapi"
QUERIES = "/api/v1/queries/"
SAMPLE = 6  # one question in so many: one handler answers them all


def test_every_address_for_programs_is_in_the_document(published) -> None:
    app = create_app(published)
    paths = app.openapi()["paths"]
    assert sum(bool(route.tags) for route in app.state.routes) > 100
    told = {(path, method) for path, methods in paths.items() for method in methods}
    for route in app.state.routes:
        path = re.sub(r"{(\w+):path}", r"{\1}", route.path)
        variant = re.sub(r"\.(ttl|jsonld|nt|rdf|csv|html)$", "", path)  # the same in a format: told in words
        if not route.tags or path == "/api/v1/queries/{subject}/{question}":
            continue  # a page for readers, and what it loads; the questions are told one by one
        for method in route.methods - {"HEAD", "OPTIONS"}:
            assert {(path, method.lower()), (variant, method.lower())} & told, route.path
    identifiers = [each["operationId"] for methods in paths.values() for each in methods.values()]
    assert len(identifiers) == len(set(identifiers))
    for methods in paths.values():
        for each in methods.values():
            assert each["summary"]
            assert each["tags"]


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_schemathesis_finds_no_failure(shelf, row, serve, tmp_path: Path) -> None:
    shelf.publish([row("a"), row("b", barriers=("famille--garde-denfants",))])
    token = keys.create(shelf.settings, "essai", ["admin"])[1]
    _, address = serve(shelf.settings.store, updates="1", query_rate="0", query_time_s="10")
    named = [path for path in create_app(shelf.settings).openapi()["paths"] if path.startswith(QUERIES)]
    left_out = [path for number, path in enumerate(named) if number % SAMPLE]
    command = [str(Path(sys.executable).parent / "st"), "--config-file", str(HERE / "schemathesis.toml"), "run"]
    command += [f"{address}/openapi.json", "-H", f"Authorization: Bearer {token}"]
    command += ["--exclude-path-regex", f"^({'|'.join(map(re.escape, left_out))})$"]
    environment = {**os.environ, "PYTHONPATH": str(HERE), "NO_COLOR": "1"}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=800, check=False
    )
    assert done.returncode == 0, "\n".join(line[:300] for line in done.stdout.splitlines()[-150:]) + done.stderr
    assert "Tested: " in done.stdout


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_document_is_a_page_too_that_needs_no_script(client, published, language) -> None:
    page = client.get("/donnees/api", params={"lang": language})
    assert page.status_code == 200
    assert "<details" in page.text  # opened and closed by the browser itself
    assert not re.search(r'(?:src|href)="(?!/|#|https://www\.w3\.org|\?)', page.text)
    paths = create_app(published).openapi()["paths"]
    for path, methods in paths.items():
        for method, told in methods.items():
            assert f'id="{told["operationId"]}"' in page.text
            assert f"<strong>{method.upper()}</strong> {path}</code>" in page.text
    assert ("Type of service" in page.text) == (language == "en")
