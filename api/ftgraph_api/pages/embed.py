"""A list to show on another site: a few solutions of a question, in a frame that only sites named in a setting open."""

import re
from typing import Any

from ftgraph.errors import UsageError
from ftgraph.settings import Settings
from ftgraph.solutions import Context, search
from ftgraph_api.middleware import OWN_ONLY
from ftgraph_api.pages.question import Question

MOST_ROWS = 10
EXAMPLE = (("barrier", "mobilite"), ("territory", "departement:35"))
_ORIGIN = re.compile(r"https?://[a-z0-9][a-z0-9.\-]{0,250}(:\d{1,5})?", re.IGNORECASE)


def sites(settings: Settings) -> list[str]:
    """The origins that may frame `/embed`. Raises `UsageError` on what is no origin: a policy is not guessed."""
    found = settings.embed_sites.split()
    for each in found:
        if not _ORIGIN.fullmatch(each):
            raise UsageError(
                f"FTGRAPH_EMBED_SITES contient « {each[:100]} », qui n’est pas l’origine d’un site.",
                f"FTGRAPH_EMBED_SITES holds “{each[:100]}”, which is no site’s origin.",
                cure="Écrivez https://www.exemple.fr, sans chemin ; séparez les sites par des espaces.",
                cure_en="Write https://www.example.org, without a path; separate sites by spaces.",
            )
    return found


def headers(settings: Settings) -> dict[str, str]:
    """Who may frame the answer: nobody unless the setting names sites."""
    allowed = " ".join(sites(settings)) or "'none'"
    return {"Content-Security-Policy": f"{OWN_ONLY}; frame-ancestors {allowed}"}


def values(question: Question) -> dict[str, Any]:
    """The solutions shown and the address of the whole list. Raises what `search` does."""
    context = Context(question.language, question.settings.stale_days)
    answer = search(question.index, question.given.filters(), today=question.today, limit=MOST_ROWS, context=context)
    return {
        "answer": answer,
        "whole": question.address("/"),
        "example": any(row.example for row in answer.rows),
        "title": ", ".join(each.label for each in answer.understood)
        or ", ".join(_labels(question))
        or question.given.filters().text,
    }


def _labels(question: Question) -> list[str]:
    labels = question.index.vocabulary.labelled("barrier", question.language)
    return [labels[each].label for each in question.given.filters().barriers]
