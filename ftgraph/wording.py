"""A text in the two languages of the project, French first."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["fr", "en"]


def language_named(name: str) -> Language:
    """The language that `name` is the code of; French for any other."""
    return "en" if name == "en" else "fr"


@dataclass(frozen=True, order=True)
class Text:
    """What a user reads. `en` falls back on `fr` where it is empty."""

    fr: str
    en: str = ""

    def say(self, language: Language = "fr") -> str:
        """The text in `language`."""
        return (self.en or self.fr) if language == "en" else self.fr
