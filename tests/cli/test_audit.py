"""The audit log: it changes file when it is full, and no line is lost or torn, whoever writes beside."""

import errno
import json
import multiprocessing
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from ftgraph import audit
from ftgraph.errors import StoreFull
from ftgraph.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(keys=str(tmp_path / "keys.json"), audit_mb=1)


def event(request: str) -> audit.Event:
    return audit.Event(request, "k1", "préfecture", "update", "started", "https://example.org/g" + "x" * 3_000)


def files(settings: Settings) -> list[Path]:
    return sorted(Path(settings.keys).parent.glob("audit*.jsonl"))


def lines(settings: Settings) -> list[str]:
    return [json.loads(line)["request"] for file in files(settings) for line in file.read_text().splitlines()]


def write(settings: Settings, name: str, count: int) -> None:
    for number in range(count):
        audit.record(settings, event(f"{name}-{number}"))


def test_a_full_file_is_renamed_and_a_new_one_begun(settings: Settings) -> None:
    write(settings, "a", 800)
    assert [file.name for file in files(settings)] == ["audit.0001.jsonl", "audit.0002.jsonl", "audit.jsonl"]
    assert all(file.stat().st_size <= 1 << 20 for file in files(settings))
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files(settings))
    assert lines(settings) == [f"a-{number}" for number in range(800)], "in their order, from the oldest file on"


def test_several_processes_lose_and_tear_no_line(settings: Settings) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write, args=(settings, name, 300)) for name in "abcd"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(files(settings)) == 4
    assert sorted(lines(settings)) == sorted(f"{name}-{number}" for name in "abcd" for number in range(300))


def test_numbers_go_on_after_the_operator_took_old_files_away(settings: Settings) -> None:
    write(settings, "a", 800)
    files(settings)[0].unlink()
    write(settings, "b", 400)
    assert [file.name for file in files(settings)] == ["audit.0002.jsonl", "audit.0003.jsonl", "audit.jsonl"]


def test_it_may_be_left_to_a_tool_of_the_system(settings: Settings) -> None:
    left = replace(settings, audit_mb=0)
    write(left, "a", 400)
    files(left)[0].rename(Path(settings.keys).with_name("audit.jsonl.1"))
    write(left, "b", 1)
    assert lines(left) == ["b-0"]


def test_a_disk_that_is_full_leaves_no_half_line(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    write(settings, "a", 1)
    real, calls = os.write, []

    def write_some(handle: int, data: bytes) -> int:
        calls.append(handle)
        if len(calls) == 1:
            return real(handle, bytes(data)[:40])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", write_some)
        with pytest.raises(StoreFull):
            audit.record(settings, event("lost"))
    write(settings, "b", 1)
    assert lines(settings) == ["a-0", "b-0"]
