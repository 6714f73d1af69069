"""A file handed in, whatever its form: an XLSX or ODS workbook, a folder or a zip of CSV files."""

import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ftgraph.errors import SourceError
from ftgraph.sources.committee_workbook.grids import Limits
from ftgraph.sources.committee_workbook.ods_grids import read_ods
from ftgraph.sources.committee_workbook.xlsx_grids import read_xlsx
from ftgraph.sources.handed_in import Grid, Kind
from ftgraph.sources.tables import csv_lines
from ftgraph.sources.xlsx import UNREADABLE, damaged, refused

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_CHUNK = 1 << 16


def read_file(path: Path, limits: Limits) -> tuple[Kind, tuple[Grid, ...]]:
    """The sheets of a file, told from its first bytes, not from its name. Raises `SourceError`."""
    try:
        if path.is_dir():
            return "csv", _folder(path, limits)
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(4)
    except OSError as error:
        raise SourceError(
            f"Le fichier «\u202f{path.name}\u202f» ne peut pas être ouvert.",
            f"The file “{path.name}” cannot be opened.",
            cure="Vérifiez le chemin et les droits de lecture.",
            cure_en="Check the path and the right to read it.",
        ) from error
    if size > limits.max_bytes:
        most = limits.max_bytes // 1_000_000
        raise SourceError(
            f"Le fichier «\u202f{path.name}\u202f» dépasse {most}\u00a0Mo.",
            f"The file “{path.name}” exceeds {most} MB.",
            cure="Copiez les seules données utiles dans un classeur neuf.",
            cure_en="Copy the useful data alone into a new workbook.",
        )
    if start == _OLE:
        raise SourceError(
            f"Le fichier «\u202f{path.name}\u202f» est un classeur d’un ancien format, ou protégé par un mot de passe.",
            f"The file “{path.name}” is a workbook of an old format, or password-protected.",
            cure="Enregistrez-le au format .xlsx ou .ods, sans mot de passe.",
            cure_en="Save it as .xlsx or .ods, without a password.",
        )
    if start == _ZIP:
        return _archive(path, limits)
    return "csv", (_csv(path, path.name, limits),)


def _archive(path: Path, limits: Limits) -> tuple[Kind, tuple[Grid, ...]]:
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/")]
    except UNREADABLE as error:
        raise damaged(path) from error
    if "content.xml" in names:
        return "ods", read_ods(path, limits)
    if "[Content_Types].xml" in names:
        return "xlsx", read_xlsx(path, limits)
    if any(_is_csv(name) for name in names):
        with tempfile.TemporaryDirectory() as folder:
            return "csv", tuple(_unpacked(path, Path(folder), limits))
    raise SourceError(
        f"L’archive «\u202f{path.name}\u202f» ne contient ni classeur ni fichier CSV.",
        f"The archive “{path.name}” holds neither a workbook nor a CSV file.",
        cure="Remettez un classeur .xlsx ou .ods, ou un .zip de fichiers .csv.",
        cure_en="Hand in an .xlsx or .ods workbook, or a .zip of .csv files.",
    )


def _is_csv(name: str) -> bool:
    file = PurePosixPath(name)
    return file.suffix.lower() in {".csv", ".tsv", ".txt"} and not file.name.startswith(".") and "__MACOSX" not in name


def _unpacked(path: Path, folder: Path, limits: Limits) -> Iterator[Grid]:
    """The CSV files of a zip. Each is written under a number: no name in it can reach outside the folder."""
    written = 0
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [part for part in archive.infolist() if _is_csv(part.filename)]
            if len(parts) > limits.max_sheets:
                raise _too_many(path, limits)
            alike = Counter(PurePosixPath(part.filename).name for part in parts)
            for number, part in enumerate(parts):
                if part.flag_bits & 1:
                    raise refused(path, "elle est protégée par un mot de passe", "it is password-protected")
                target = folder / f"{number}.csv"
                with archive.open(part) as stream, target.open("wb") as file:
                    while chunk := stream.read(_CHUNK):
                        written += len(chunk)
                        if written > limits.max_unpacked:
                            most = limits.max_unpacked // 1_000_000
                            raise refused(
                                path, f"décompressé, il dépasse {most}\u00a0Mo", f"unpacked, it exceeds {most} MB"
                            )
                        file.write(chunk)
                name = PurePosixPath(part.filename).name
                # Two folders' « membres.csv » would be told as one.
                yield _csv(target, name if alike[name] == 1 else part.filename, limits)
    except UNREADABLE as error:
        raise damaged(path) from error


def _folder(path: Path, limits: Limits) -> tuple[Grid, ...]:
    files = sorted(file for file in path.iterdir() if file.is_file() and _is_csv(file.name))
    if not files:
        raise SourceError(
            f"Le dossier «\u202f{path.name}\u202f» ne contient aucun fichier CSV.",
            f"The folder “{path.name}” holds no CSV file.",
            cure="Mettez-y un fichier .csv par feuille : comite.csv, formations.csv, membres.csv…",
            cure_en="Put one .csv file a sheet in it: comite.csv, formations.csv, membres.csv…",
        )
    if len(files) > limits.max_sheets:
        raise _too_many(path, limits)
    if sum(file.stat().st_size for file in files) > limits.max_unpacked:
        most = limits.max_unpacked // 1_000_000
        raise SourceError(
            f"Les fichiers de «\u202f{path.name}\u202f» dépassent {most}\u00a0Mo.",
            f"The files of “{path.name}” exceed {most} MB.",
            cure="N’y laissez que les fichiers du comité.",
            cure_en="Leave the committee’s files only.",
        )
    return tuple(_csv(file, file.name, limits) for file in files)


def _too_many(path: Path, limits: Limits) -> SourceError:
    return SourceError(
        f"«\u202f{path.name}\u202f» contient plus de {limits.max_sheets} fichiers.",
        f"“{path.name}” holds over {limits.max_sheets} files.",
        cure="N’y laissez que les fichiers du comité, un par feuille.",
        cure_en="Leave the committee’s files only, one a sheet.",
    )


def _csv(path: Path, name: str, limits: Limits) -> Grid:
    lines: dict[int, tuple[str, ...]] = {}
    for number, texts in csv_lines(path):
        if len(lines) >= limits.max_rows or len(texts) > limits.max_columns:
            raise SourceError(
                f"Le fichier «\u202f{name}\u202f» dépasse {limits.max_rows} lignes ou {limits.max_columns} colonnes.",
                f"The file “{name}” exceeds {limits.max_rows} rows or {limits.max_columns} columns.",
                line=number,
                cure="N’y laissez que les lignes du comité.",
                cure_en="Leave the committee’s rows only.",
            )
        lines[number] = tuple(texts)
    return Grid(name, lines)
