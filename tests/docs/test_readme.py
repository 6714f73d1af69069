"""Every command of the README is run, word for word, in a copy of the folder it is meant for."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from ftgraph import assets

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
STANDS_FOR = {"/autre/disque/sauvegarde": "sauvegarde"}
BY_HAND = ("make test",)  # what runs this test

pytestmark = [
    pytest.mark.skipif(not README.is_file(), reason="the README is not in the wheel"),
    pytest.mark.slow,
    pytest.mark.checkout,
]


def commands() -> list[str]:
    text = README.read_text(encoding="utf-8") if README.is_file() else ""
    lines = [line for block in re.findall(r"```sh\n(.*?)```", text, re.S) for line in block.splitlines()]
    return [line.partition("#")[0].strip() for line in lines if line.strip()]


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, port: int) -> Iterator[Path]:
    """A folder after `make demo`, its server up."""
    folder = tmp_path_factory.mktemp("readme")
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    bin_folder = folder / ".venv" / "bin"
    bin_folder.mkdir(parents=True)
    for name in ("python", "ftgraph"):
        (bin_folder / name).symlink_to(Path(sys.executable).parent / name)
    for stamp in ("runtime", "developer"):
        (folder / ".venv" / stamp).touch()
    environment = {**os.environ, "FTGRAPH_PORT": str(port)}
    with (folder / "demo.log").open("wb") as log:
        server = subprocess.Popen(
            ["make", "demo"], cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/health/ready", server, folder / "demo.log")
        prepare(folder)
        yield folder
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 150
    while time.monotonic() < deadline:
        assert server.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.3)
    pytest.fail(log.read_text())


def prepare(folder: Path) -> None:
    """The files that the README's commands name."""
    demo = assets.data() / "demo"
    shutil.copy(demo / "zoning.csv", folder / "clpe.csv")
    for name in ("structures.json", "services.json"):
        shutil.copy(demo / name, folder)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (demo / "liste-departement.csv").read_text(encoding="cp1252").splitlines():
        sheet.append(line.split(";"))
    book.save(folder / "liste.xlsx")


def test_the_readme_has_commands() -> None:
    assert len(commands()) > 12


@pytest.mark.xdist_group("readme")
@pytest.mark.timeout(1200)  # a demo, a server and every command
def test_every_command_of_the_readme_runs(folder: Path, port: int) -> None:
    environment = dict(os.environ)
    shown = (folder / "demo.log").read_text()
    assert "solutions" in shown
    for written in commands():
        command = written
        if command == "make demo" or command in BY_HAND:
            continue
        if command.startswith("export "):
            for assignment in command.removeprefix("export ").split():
                name, _, value = assignment.partition("=")
                environment[name] = value.replace("$PWD", str(folder)).replace("$PATH", environment["PATH"])
            continue
        for name, meant in STANDS_FOR.items():
            command = command.replace(name, str(folder / meant))
        command = command.replace(":8000/", f":{port}/")
        done = subprocess.run(
            ["sh", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        assert done.stdout or "--output" in command, command
    assert (folder / "solutions.xlsx").stat().st_size > 5000
    assert (folder / "manques.csv").read_bytes().startswith(b"\xef\xbb\xbf")
