"""What the address of a page asks, and what it is asked of."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from ftgraph.index.load import Index
from ftgraph.settings import Settings
from ftgraph.wording import Language
from ftgraph_api.parameters import Given
from ftgraph_api.state import Served


@dataclass(frozen=True)
class Question:
    """What the address asks, and what it is asked of."""

    served: Served
    settings: Settings
    given: Given
    today: date
    language: Language

    @property
    def index(self) -> Index:
        """The index of the generation that is asked."""
        return self.served.index

    @property
    def day(self) -> date:
        """The day asked about: today unless `on` gives another."""
        day: date = self.given.one("on") or self.today
        return day

    def on_its_day(self) -> "Question":
        """The same question, with the day asked about for today."""
        return replace(self, today=self.day)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The parameters, without the page's own."""
        return [(name, value) for name, value in self.given.items() if name != "cursor"]

    def address(self, path: str = "/", *, without: Sequence[tuple[str, str]] = (), **more: str) -> str:
        """This question's address with parameters taken out and put in."""
        kept = [pair for pair in self.pairs if pair not in without and pair[0] not in more]
        pairs = [*kept, *((name, value) for name, value in more.items() if value)]
        return f"{path}?{urlencode(pairs, safe=':')}" if pairs else path

    def chosen(self, name: str, value: str) -> str:
        """The list's address with `name` set to `value` alone."""
        kept = [pair for pair in self.pairs if pair[0] != name]
        return f"/?{urlencode([*kept, (name, value)], safe=':')}"
