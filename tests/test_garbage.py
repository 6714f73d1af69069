"""The garbage collector at rest: one rest inside another, and what it was before comes back."""

import gc

import pytest

from ftgraph.garbage import at_rest


@pytest.fixture(autouse=True)
def _collecting():
    gc.enable()
    yield
    gc.enable()


def test_it_comes_back_after_the_last_rest():
    with at_rest():
        with at_rest():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_comes_back_after_an_error():
    with pytest.raises(ValueError, match="non"), at_rest():
        raise ValueError("non")
    assert gc.isenabled()


def test_who_had_switched_it_off_finds_it_off():
    gc.disable()
    with at_rest():
        pass
    assert not gc.isenabled()
