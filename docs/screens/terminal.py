"""Make the picture of two answers in a terminal, from the store that `FTGRAPH_STORE` names: `make screens`."""

import io
import re
from pathlib import Path

from rich.console import Console

from ftgraph.cli.opened_index import opened_index
from ftgraph.clock import today
from ftgraph.coverage import coverage
from ftgraph.exports import table
from ftgraph.solutions import SolutionFilters, search

WIDTH = 132


def main() -> None:
    """Write `terminal.svg` beside this file."""
    console = Console(record=True, width=WIDTH, file=io.StringIO())
    filters = SolutionFilters(text="pas le permis", territory="departement:35")
    with opened_index() as (index, _, _):
        console.print('[bold]$ ftgraph solutions --text "pas le permis" --territory departement:35')
        console.print(table.solutions(search(index, filters, today=today(), limit=5), filters, "fr"))
        console.print("[bold]$ ftgraph coverage --territory departement:35")
        console.print(table.coverage(coverage(index, territory="departement:35", zoning="bassin", today=today()), "fr"))
    picture = console.export_svg(title="ftgraph")
    # The fonts that rich would fetch from elsewhere are left out: the reader's own monospace does.
    Path(__file__).with_name("terminal.svg").write_text(re.sub(r"@font-face \{.*?\}", "", picture, flags=re.S), "utf-8")


if __name__ == "__main__":
    main()
