"""`ftgraph trace`, run as its users run it. It needs no store."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path


def trace(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [str(Path(sys.executable).parent / "ftgraph"), "trace", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, timeout=200, check=False)


def test_the_whole_as_csv_fails_on_what_nothing_carries_and_names_it(tmp_path):
    done = trace(tmp_path, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8-sig")), delimiter=";"))
    bare = [row["Fait"] for row in rows if row["Porté par"] == "rien"]
    assert done.returncode == bool(bare)
    assert len({row["Fait"] for row in rows}) == 181
    said = done.stderr.decode()
    assert f"{181 - len(bare)} fait(s) porté(s) sur 181." in said
    assert all(name in said for name in bare)


def test_one_fact_as_json(tmp_path):
    done = trace(tmp_path, "--fact", "P8.17", "--format", "json", "--lang", "en")
    assert done.returncode == 0, done.stderr.decode()
    (fact,) = json.loads(done.stdout)
    assert (fact["fact"], fact["page"]) == ("P8.17", 8)
    assert "R-DEP-03" in {each["identifier"] for each in fact["carriers"]}
    assert b"1 of 1 fact(s) carried." in done.stderr


def test_an_unknown_fact_and_an_unknown_format_are_clear_errors(tmp_path):
    for arguments, said in ((["--fact", "P99"], "P99"), (["--format", "docx"], "docx")):
        done = trace(tmp_path, *arguments)
        assert done.returncode == 2
        assert done.stdout == b""
        assert said in done.stderr.decode()
        assert "Traceback" not in done.stderr.decode()
