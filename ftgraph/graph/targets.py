"""Which graphs an update that a client sent may write: each named by its IRI, or the update is refused.

Stricter than `updates.written_graphs`, which only guesses what to count again: here what is not understood is refused.
What a `WHERE` reads is not a target. Prefixes are resolved; `BASE`, relative IRIs and escapes in graph names are not.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ftgraph.errors import QueryOverLimit, QueryRefused, UsageError
from ftgraph.graph.limits import MAX_DEPTH
from ftgraph.graph.tokens import Token, tokens

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_OFF = frozenset({"LOAD", "SERVICE", "BASE"})
_NAMING = frozenset({"GRAPH", "WITH", "INTO", "TO", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD"})
_VALUES = frozenset({"variable", "iri", "name", "string", "language", "number"})
_OPEN, _CLOSE = "([{", ")]}"
_HIDING = "#'()"


@dataclass
class _Reading:
    """Where the reading stands. `brackets`: those open; `reads`: how many were open before the `WHERE` one is in."""

    prefixes: dict[str, str] = field(default_factory=dict)
    brackets: list[str] = field(default_factory=list)
    reads: int | None = None
    before: Token = field(default_factory=lambda: Token("mark", ";", 0))


def written_targets(update: str) -> frozenset[str]:
    """IRIs of the graphs that `update` may write, `""` for the default graph where a template names no graph.

    Raises `QueryRefused` (LOAD, SERVICE, BASE, a graph not named by its IRI), `QueryOverLimit` (nesting), `UsageError`.
    """
    found = set(_targets(list(tokens(update))))
    plain = _ESCAPE.sub(_character, update)
    if plain != update:  # SPARQL reads escapes anywhere, keywords included
        found.update(_targets(list(tokens(plain))))
    return frozenset(found)


def writes_no_graph(update: str) -> bool:
    """Whether `update` writes or deletes outside any named graph, where a write would belong to no source."""
    plain = _ESCAPE.sub(_character, update)
    return any(_unnamed_template(list(tokens(text))) for text in {update, plain})


def _unnamed_template(found: Sequence[Token]) -> bool:
    """A template, of INSERT or of DELETE, that states something outside GRAPH, in an operation without WITH."""
    depth, named = 0, False
    for place, token in enumerate(found):
        if token.text in ("{", "}"):
            depth += 1 if token.text == "{" else -1
        elif depth:
            continue
        elif token.text == ";":
            named = False
        elif token.word == "WITH":
            named = True
        elif token.word == "DEFAULT":
            if place and found[place - 1].word == "TO":
                return True
        elif token.word in ("INSERT", "DELETE") and not named and _states_outside_graphs(found, place):
            return True
    return False


def _states_outside_graphs(found: Sequence[Token], place: int) -> bool:
    """Whether the block that opens after `place` holds more at its own level than `GRAPH name { … }`."""
    start = next((n for n in range(place, min(place + 3, len(found))) if found[n].text == "{"), None)
    depth = 0
    for number in range(start or place, len(found)) if start is not None else ():
        token = found[number]
        if token.text == "}":
            depth -= 1
            if depth == 0:
                return False
        elif token.text == "{":
            depth += 1
        elif depth == 1 and token.word != "GRAPH" and found[number - 1].word != "GRAPH" and token.text != ".":
            return True
    return False


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0x110000 else "\ufffd"


def _targets(found: Sequence[Token]) -> Iterator[str]:
    yield ""
    state = _Reading()
    for place, token in enumerate(found):
        following = found[place + 1] if place + 1 < len(found) else Token("mark", "", 0)
        if token.word in _OFF:
            raise _off(token.word)
        _check_iri(token, state)
        _follow(token, state)
        if token.word == "PREFIX" and place + 2 < len(found):
            state.prefixes[following.text] = found[place + 2].text[1:-1]
        elif token.word == "WHERE" and state.reads is None and state.before.word != "DELETE":
            state.reads = len(state.brackets)
        elif token.word in _NAMING and state.reads is None:
            yield from _named(found, place + 1, state.prefixes)
        state.before = token


def _follow(token: Token, state: _Reading) -> None:
    """Keep count of brackets; a `WHERE` ends with the brace that closes it."""
    if token.kind != "mark" or token.text not in _OPEN + _CLOSE:
        return
    if token.text in _OPEN:
        state.brackets.append(token.text)
        if len(state.brackets) > MAX_DEPTH:
            raise QueryOverLimit(
                f"Mise à jour refusée\u202f: plus de {MAX_DEPTH} niveaux de parenthèses et d’accolades.",
                f"Update refused: more than {MAX_DEPTH} levels of brackets.",
                cure="Découpez-la en plusieurs.",
                cure_en="Split it.",
            )
        return
    if not state.brackets or _OPEN.index(state.brackets.pop()) != _CLOSE.index(token.text):
        raise UsageError(
            f"Une parenthèse ou une accolade ne s’ouvre ou ne se ferme pas (caractère {token.start + 1}).",
            f"A bracket is not opened or not closed (character {token.start + 1}).",
            cure="Corrigez la mise à jour à cet endroit.",
            cure_en="Correct the update at that place.",
        )
    if token.text == "}" and state.reads == len(state.brackets):
        state.reads = None


def _check_iri(token: Token, state: _Reading) -> None:
    """Refuse what is an IRI for us and may be a comparison for the parser: `(?a<b:c#>…` would hide what follows."""
    inside = bool(state.brackets) and state.brackets[-1] == "("
    after_value = state.before.kind in _VALUES or state.before.text == ")"
    if token.kind == "iri" and inside and after_value and any(each in token.text for each in _HIDING):
        raise UsageError(
            f"Le signe «\u202f<\u202f» au caractère {token.start + 1} se lit de deux façons.",
            f"The “<” at character {token.start + 1} can be read in two ways.",
            cure="Entourez les comparaisons d’espaces, ou remplacez l’IRI par un nom préfixé.",
            cure_en="Put spaces around comparisons, or write the IRI as a prefixed name.",
        )


def _named(found: Sequence[Token], place: int, prefixes: dict[str, str]) -> Iterator[str]:
    """The graph named from `place` on. `WITH`, `DROP SILENT GRAPH`…: words in between come by themselves later."""
    if place >= len(found):
        return
    token = found[place]
    if token.word in {"ALL", "NAMED"} or token.kind == "variable":
        raise _unnamed(token)
    if token.word == "SILENT":
        yield from _named(found, place + 1, prefixes)
    elif token.kind == "iri":
        if "\\" in token.text or not _ABSOLUTE.match(token.text[1:]):
            raise _unnamed(token)
        yield token.text[1:-1]
    elif token.kind == "name":
        prefix, _, local = token.text.partition(":")
        root = prefixes.get(prefix + ":", "")
        if "\\" in token.text or not _ABSOLUTE.match(root):
            raise _unnamed(token)
        yield root + local


def _off(word: str) -> QueryRefused:
    return QueryRefused(
        f"Le mot-clé {word} n’est pas admis ici\u202f: une mise à jour ne va rien chercher ailleurs.",
        f"{word} is switched off here: an update fetches nothing.",
        cure="Envoyez les données elles-mêmes (INSERT DATA, ou PUT et POST sur /graphs), avec des IRI entières.",
        cure_en="Send the data themselves (INSERT DATA, or PUT and POST on /graphs), with whole IRIs.",
    )


def _unnamed(token: Token) -> QueryRefused:
    return QueryRefused(
        f"Le graphe à écrire («\u202f{token.text[:60]}\u202f») n’est pas désigné par son IRI.",
        f"The graph to write (“{token.text[:60]}”) is not named by its IRI.",
        cure="Nommez chaque graphe écrit par son IRI complète ou par un nom préfixé.",
        cure_en="Name each graph that is written by its whole IRI or by a prefixed name.",
    )
