"""A text in the two languages of the project, French first."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Language = Literal["fr", "en"]
_BEFORE_COLON = re.compile(r" (?=:(?:\s|$))")
_NARROW = re.compile(r"(?<=«) | (?=[»;?!](?:[\s.,)<]|$))")


@lru_cache(4096)
def unbroken(text: str) -> str:
    """A French text whose marks stay with their words: no-break before a colon, narrow inside « » and before ; ? !

    >>> unbroken("Vous cherchez : « Rennes » ?")
    'Vous cherchez\\xa0: «\\u202fRennes\\u202f»\\u202f?'
    """
    return _NARROW.sub("\u202f", _BEFORE_COLON.sub("\u00a0", text))


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
