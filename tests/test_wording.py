"""French marks stay with their words."""

import pytest

from ftgraph.wording import unbroken


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Compris : Mobilité", "Compris\u00a0: Mobilité"),
        ("Aucun territoire « Redom ».", "Aucun territoire «\u202fRedom\u202f»."),
        ("Ce n’est pas ça ?", "Ce n’est pas ça\u202f?"),
        ("lu ; puis effacé", "lu\u202f; puis effacé"),
        ("http://127.0.0.1:8000/?a=1", "http://127.0.0.1:8000/?a=1"),
    ],
)
def test_marks_are_not_broken_from_their_words(text: str, kept: str) -> None:
    assert unbroken(text) == kept
