"""The faults of an import as a CSV that French Excel opens as it is: `;`, UTF-8 with BOM, CRLF."""

import csv
import gc
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType

from ftgraph.sources.solution_records import Record, Reject, Severity

_COLLECT_EVERY = 5_000
COLUMNS = ("ligne", "fichier", "identifiant", "champ", "valeur", "motif")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class RejectsFile:
    """A rejects file being written; a context manager. `rejected_rows` counts the rows lost, `repaired` the values.

    Several faults of one row are several lines, one after the other.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rejected_rows = 0
        self.repaired = 0
        self._faults = 0
        self._last: tuple[str, int, str] = ("", -1, "")
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file, delimiter=";", lineterminator="\r\n")
        self._writer.writerow(COLUMNS)

    def __enter__(self) -> "RejectsFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def write(self, fault: Reject) -> None:
        """Add a fault."""
        if fault.severity is Severity.REPAIRED:
            self.repaired += 1
        elif self._last != (row := (fault.file, fault.line, fault.identifier)):
            self._last = row
            self.rejected_rows += 1
        self._faults += 1
        if self._faults % _COLLECT_EVERY == 0:
            gc.collect()  # the errors of faulty rows hold circles, and the collector may be at rest
        reason = f"{fault.severity.value} : {fault.reason}"
        texts = (fault.file, fault.identifier, fault.field, fault.value, reason)
        self._writer.writerow([fault.line, *map(_inert, texts)])

    def records(self, stream: Iterable[Record | Reject]) -> Iterator[Record]:
        """The records of a reader's stream; its faults go to the file as they come."""
        for one in stream:
            if isinstance(one, Reject):
                self.write(one)
            else:
                yield one


def _inert(text: str) -> str:
    """Text that a spreadsheet would run as a formula is quoted by an apostrophe."""
    return f"'{text}" if text.startswith(_FORMULA) else text
