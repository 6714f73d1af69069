"""What is told at a glance is what the library says."""

import email_validator
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ftgraph.sources.emails import surely_valid

PARTS = st.text("ab1-._xn", min_size=1, max_size=12)
ADDRESSES = st.builds(
    "{}@{}.{}".format, PARTS, PARTS, st.sampled_from(["fr", "test", "local", "c", "org", "arpa", "1"])
)


@given(ADDRESSES)
@example("a@xn--a.fr")
@example("a@b.test")
@example(f"{'a' * 64}@b.fr")
@example(f"a@{'b' * 64}.fr")
def test_no_address_is_let_through_that_the_library_refuses_or_changes(address: str) -> None:
    if surely_valid(address):
        assert email_validator.validate_email(address, check_deliverability=False).normalized == address


@pytest.mark.parametrize("address", ["contact@mairie-rennes.fr", "jean.le-goff@ml35.asso.fr", "a1@b2.c3.org"])
def test_common_addresses_are_told_at_a_glance(address: str) -> None:
    assert surely_valid(address)


@pytest.mark.parametrize(
    "address", ["", "a", "é@a.fr", "A@a.fr", "a@b", "a..b@c.fr", "a@-b.fr", "a@b.test", "a@b.fr\n"]
)
def test_others_are_left_to_the_library(address: str) -> None:
    assert not surely_valid(address)
