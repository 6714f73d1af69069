"""What a stranger's query may not be, decided on its tokens before any parser sees it.

pyoxigraph's parser and planner overflow the stack on deep nesting (about 960 levels) and never end on long joins
(300 patterns) or long paths (2,000 steps): the limits below stand well under, and well over any question in `queries/`.
"""

import re
from itertools import pairwise

from ftgraph.errors import QueryOverLimit, QueryRefused
from ftgraph.graph.tokens import Token, shape, tokens

MAX_BYTES = 50_000
MAX_DEPTH = 40
MAX_PATTERNS = 120
MAX_PATH_STEPS = 60
MAX_OPERATORS = 400
MAX_BLOCKS = 80

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_OFF = {"SERVICE", "LOAD", "INSERT", "DELETE", "CLEAR", "DROP", "CREATE"}
_NAMING = {"FROM", "NAMED", "BASE"}
_REACH = _OFF | _NAMING
_BLOCKS = {"UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "EXISTS", "SELECT", "VALUES"}
_BRACKETS = {"(", ")", "[", "]", "{", "}", "<<(", ")>>"}
_ENDS = {".", ";", "{"}
_STEPS = {"/", "|", "^"}
_OPERATORS = {"||", "&&", "=", "!=", "<", ">", "<=", ">=", "+", "-", "*", "!"}
_REACHING = re.compile(r"<\s*(?!https?:|urn:)[A-Za-z][A-Za-z0-9+.\-]*:", re.IGNORECASE)


def check(query: str) -> None:
    """Raise `QueryRefused`, naming the limit, when `query` is over one or reaches outside the store."""
    size = len(query.encode(errors="replace"))
    if size > MAX_BYTES:
        raise _over("sa taille est de", size, MAX_BYTES, "octets")
    _check_tokens(query)
    plain = _ESCAPE.sub(_character, query) if "\\" in query else query
    if plain != query:  # SPARQL reads escapes anywhere, keywords included
        _check_tokens(plain)


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0x110000 else "\ufffd"


def _check_tokens(query: str) -> None:
    found = list(shape(query))
    words = {text.upper() for kind, text in found if kind == "word"}
    if words & _REACH:
        _check_reach(list(tokens(query)), words)
    _check_shape(found)


def _check_reach(found: list[Token], words: set[str]) -> None:
    for token in found if words & _OFF else ():
        if token.word in _OFF:
            raise QueryRefused(
                f"Le mot-clé {token.word} n’est pas admis ici\u202f: "
                "une requête lit le graphe, sans rien modifier ni rien chercher ailleurs.",
                f"{token.word} is switched off here: a query reads the graph and nothing else.",
                cure="Retirez cette partie de la requête.",
                cure_en="Take this part out of the query.",
            )
    if not words & _NAMING:
        return
    prefixes = {
        name.text: target.text
        for word, name, target in zip(found, found[1:], found[2:], strict=False)
        if word.word == "PREFIX"
    }
    for token, following in pairwise(found):
        prefix = following.text.partition(":")[0] + ":"
        named = prefixes.get(prefix, "") if following.kind == "name" else following.text
        if token.word in _NAMING and _REACHING.match(named):
            raise QueryRefused(
                f"FROM ne peut désigner que des graphes de l’entrepôt, pas {following.text}.",
                f"FROM may only name the store's graphs, not {following.text}.",
                cure="Retirez cette clause FROM.",
                cure_en="Take this FROM clause out.",
            )


def _check_shape(found: list[tuple[str, str]]) -> None:
    depth = round_depth = deepest = patterns = steps = operators = blocks = 0
    for kind, text in found:
        if kind == "mark":
            if text in _BRACKETS:
                is_open = text[0] in "([{" or text == "<<("
                depth += 1 if is_open else -1
                deepest = max(deepest, depth)
                round_depth += text.count("(") - text.count(")")
            patterns += text in _ENDS or (text == "," and round_depth == 0)
            steps += text in _STEPS
            operators += text in _OPERATORS
        elif kind == "word":
            blocks += text.upper() in _BLOCKS
        else:
            # `?a<STR(?b)>?c` holds no IRI, though it looks so: brackets inside one count too.
            opened, closed = text.count("(") + text.count("["), text.count(")") + text.count("]")
            deepest = max(deepest, depth + opened)
            depth += opened - closed
    for label, amount, limit, unit in (
        ("ses parenthèses et accolades s’emboîtent sur", deepest, MAX_DEPTH, "niveaux"),
        ("elle compte", patterns, MAX_PATTERNS, "motifs de triplets"),
        ("ses chemins comptent", steps, MAX_PATH_STEPS, "étapes"),
        ("elle compte", operators, MAX_OPERATORS, "opérateurs"),
        ("elle compte", blocks, MAX_BLOCKS, "blocs (FILTER, OPTIONAL, UNION…)"),
    ):
        if amount > limit:
            raise _over(label, amount, limit, unit)


def _over(label: str, amount: int, limit: int, unit: str) -> QueryOverLimit:
    return QueryOverLimit(
        f"Requête refusée\u202f: {label} {amount} {unit}, pour {limit} au plus.",
        f"Query refused: {amount} for a limit of {limit} ({unit}).",
        cure="Simplifiez la requête ou découpez-la en plusieurs.",
        cure_en="Simplify the query, or split it.",
    )


def over(unit: str, limit: int) -> QueryOverLimit:
    """The answer is longer than the limit."""
    return QueryOverLimit(
        f"La réponse dépasse {limit} {unit}.",
        f"The answer is over {limit} ({unit}).",
        cure="Ajoutez LIMIT et OFFSET, ou précisez la requête.",
        cure_en="Add LIMIT and OFFSET, or narrow the query.",
    )
