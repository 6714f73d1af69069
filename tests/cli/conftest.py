"""The installed command, run as its users run it."""

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

Command = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture(scope="session")
def command(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Command]:
    """`command(store, "network")` runs `ftgraph network …` over a store, in `folder` or one of its own."""

    def made(store: str, *group: str, folder: Path | None = None) -> Command:
        return partial(_run, store, folder or tmp_path_factory.mktemp("command"), group)

    return made


def _run(
    store: str, folder: Path, group: tuple[str, ...], *arguments: object, code: int = 0
) -> subprocess.CompletedProcess[bytes]:
    """What the command did, its exit code as expected."""
    line = [str(Path(sys.executable).parent / "ftgraph"), *group, *map(str, arguments)]
    environment = {**os.environ, "FTGRAPH_STORE": store}
    done = subprocess.run(line, env=environment, cwd=folder, capture_output=True, timeout=200, check=False)
    assert done.returncode == code, done.stdout.decode() + done.stderr.decode()
    assert b"Traceback" not in done.stderr
    return done
