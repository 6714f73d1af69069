"""Makes the files of the example from `zoning.toml`, `catalogue/` and `data/territories/`. Same input, same bytes.

python data/demo/build.py            # writes zoning.csv, structures.json, services.json, liste-departement.csv here
python data/demo/build.py FOLDER     # writes them in another folder
"""

import json
import sys
import tomllib
from pathlib import Path

import solutions
from place import HERE, department, zoning_csv


def _json(rows: list[solutions.Row]) -> bytes:
    return f"{json.dumps(rows, ensure_ascii=False, indent=1)}\n".encode()


def _list_csv() -> bytes:
    """A list as a département's office hands it in: Windows characters, `;`, CRLF."""
    table = tomllib.loads((solutions.CATALOGUE / "liste-departement.toml").read_text(encoding="utf-8"))
    lines = [table["colonnes"], *table["lignes"]]
    quoted = (";".join(f'"{cell}"' if ";" in cell else cell for cell in line) for line in lines)
    return "".join(f"{line}\r\n" for line in quoted).encode("cp1252")


def files() -> dict[str, bytes]:
    """Each file of the example by name."""
    place = department()
    carriers = solutions.structures(place)
    structures = sorted((row for rows in carriers.values() for row in rows), key=lambda row: str(row["id"]))
    return {
        "zoning.csv": zoning_csv(place).encode("utf-8-sig"),
        "structures.json": _json(structures),
        "services.json": _json(solutions.services(place, carriers)),
        "liste-departement.csv": _list_csv(),
    }


def main() -> None:
    """Writes the files in the folder given, or here."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for name, content in files().items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    main()
