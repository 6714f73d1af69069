"""The states that a caller may ask for."""

from collections.abc import Sequence

from ftgraph.errors import UsageError


def checked(state: str, known: Sequence[str]) -> str:
    """`state` when it is one of `known`, or "". Raises `UsageError`."""
    if state and state not in known:
        raise UsageError(
            f"«\u202f{state[:60]}\u202f» n’est pas un état.",
            f"“{state[:60]}” is not a state.",
            cure=f"Choisissez parmi\u00a0: {', '.join(known)}.",
            cure_en=f"Choose from: {', '.join(known)}.",
        )
    return state
