"""Each kind of fault can be told of a place, in both languages, with nothing left to fill in."""

import re

import pytest

from ftgraph.sources.committee_workbook import faults
from ftgraph.sources.handed_in import Place
from ftgraph.wording import Text

KINDS = [kind for kind in vars(faults).values() if isinstance(kind, faults.Kind)]
WORDS = "heading expected lines count seat example who level kept other label code target".split()
PLACE = Place("Membres", 7, "Organisation", "C7", "x" * 200)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_a_fault_is_told_in_both_languages(kind):
    fault = kind.at(PLACE, [("1", "un"), ("2", "deux")], **dict.fromkeys(WORDS, Text("ceci", "this")))
    told = " ".join((fault.message.fr, fault.message.en, fault.remedy.fr, fault.remedy.en))
    assert not re.search(r"[{}]", told)
    assert "x" * 81 not in told
    assert fault.remedy.fr.endswith("Le plus proche\u00a0: «\u202fun\u202f» ou «\u202fdeux\u202f».")
    assert not re.search(r"« | »| [:;]", fault.message.fr + fault.remedy.fr)
    assert (fault.code, fault.candidates) == (kind.code, (("1", "un"), ("2", "deux")))
