"""What the pages say of themselves: the comment that begins a template, as TOML.

    {#
    address = "/manques"
    title = { fr = "Manques", en = "Gaps" }
    source = ["P8.22"]
    #}

`address`: where the page is, of an example of it where there are many; `source`: the facts of the 2023 document that
it tells.
"""

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files

from ftgraph.tracing import Carrier, Declared
from ftgraph.wording import Text

_DECLARATION = re.compile(r"\A\{% extends [^%]+ %\}\n\{#\n(.*?)\n#\}", re.DOTALL)


def pages() -> Iterator[Declared]:
    """The pages that declare something, by the name of their template."""
    templates = files("ftgraph_api").joinpath("templates")
    for template in sorted(templates.iterdir(), key=lambda each: each.name):
        found = _DECLARATION.match(template.read_text(encoding="utf-8"))
        if found:
            told = tomllib.loads(found[1])
            title = Text(told["title"]["fr"], told["title"]["en"])
            yield Declared(Carrier("page", told["address"], title), tuple(told["source"]))
