"""Shortcuts of the index say what the long way says."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st
from pyroaring import BitMap

from ftgraph.index import bitmaps
from ftgraph.index.text import _Forms, _Runs, _words

TEXTS = st.text(st.sampled_from("abcéèœÉß’'-_,.;  \n\t\u00a0\u202f\u0301\u03a39"), max_size=60)


@given(TEXTS)
@example("L’accès à l’emploi, d’emploi_s")
@example(f"{'x' * 61} {'y,' * 40}")
@example("e\u0301tude \u0301 ΣΑΣ.ΣΑΣ")
def test_words_told_apart_between_spaces_are_those_of_the_whole_text(text: str) -> None:
    forms, runs = _Forms(), _Runs()
    expected = " ".join(forms[word] for word in _words(text)).split()
    assert runs.forms(text).split() == expected
    assert runs.forms(text).split() == expected  # kept now


@given(st.lists(st.integers(0, 2**32 - 1), unique=True).map(sorted))
def test_a_bitmap_of_numbers_is_that_of_their_list(numbers: list[int]) -> None:
    assert bitmaps.of(np.array(numbers, dtype=np.int64)) == BitMap(numbers)
