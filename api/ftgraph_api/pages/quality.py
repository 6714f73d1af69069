"""Qualité: what to correct on the map, source by source, with links to each record."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from ftgraph.quality.kinds import KINDS, OF_ONE
from ftgraph.quality.worklist import Wanted, Worklist
from ftgraph.wording import Language
from ftgraph_api.pages import sources
from ftgraph_api.state import Served

A_PAGE = 30


def values(
    served: Served, wanted: Wanted, found: Worklist | None, offset: int, language: Language
) -> Mapping[str, Any]:
    """What the page shows; `found` is None where the question could not be answered."""
    asked = {
        "source": wanted.sources[0] if wanted.sources else "",
        "kind": wanted.kinds[0] if wanted.kinds else "",
        "territory": wanted.territory,
    }
    kinds = [(key, name.say(language)) for key, name in KINDS.items()]
    names = {key: each.title for key, each in sources.by_key(served).items()}
    group = served.index.facet_groups.get("source")
    shown: dict[str, Any] = {
        **asked,
        "kinds": kinds,
        "known": [(key, names.get(key, key)) for key in (group.values if group else ())],
        "found": found,
        "lines": [],
        "by_source": [],
        "before": "",
        "after": "",
        "files": [],
    }
    if found is None:
        return shown
    shown["lines"] = [
        (item, OF_ONE[item.kind].say(language), _record(item.identifier, language), _record(item.other, language))
        for item in found.items(offset, A_PAGE)
    ]
    shown["by_source"] = [
        (
            names.get(source, source),
            [(counts[kind], _address(asked, language, source=source, kind=kind)) for kind in KINDS],
        )
        for source, counts in found.by_source.items()
    ]
    shown["first"] = offset + 1
    shown["last"] = min(offset + A_PAGE, found.total)
    if offset:
        shown["before"] = _address(asked, language, offset=str(max(0, offset - A_PAGE)))
    if offset + A_PAGE < found.total:
        shown["after"] = _address(asked, language, offset=str(offset + A_PAGE))
    query = urlencode([(name, value) for name, value in asked.items() if value], safe=":")
    shown["files"] = [
        (label, f"/api/v1/quality.{suffix}{'?' + query if query else ''}")
        for label, suffix in (("Excel", "xlsx"), ("CSV", "csv"), ("JSON", "json"))
    ]
    return shown


def _record(identifier: str, language: Language) -> str:
    return f"/solutions/{quote(identifier)}{'?lang=en' if language == 'en' else ''}" if identifier else ""


def _address(asked: Mapping[str, str], language: Language, **more: str) -> str:
    pairs = {**asked, **more, "lang": "en" if language == "en" else ""}
    return f"/qualite?{urlencode([(name, value) for name, value in pairs.items() if value], safe=':')}"
