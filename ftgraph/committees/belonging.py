"""Which committee, and which formation, a thing of a file belongs to: the one place where that walk is written."""

from collections.abc import Iterable, Mapping

from ftgraph.namespaces import DEF, PREFIXES
from ftgraph.validation.facts import Facts

COMMITTEE = f"{DEF}Committee"
FORMATION = f"{DEF}Formation"
TERRITORY = f"{DEF}territory"

# From a thing towards its committee, nearest first.
_TOWARDS = tuple(
    DEF + name
    for name in (
        "formationOf seatIn presides seat substituteFor college collegeOf meetingOf convenes secondOf atMeeting "
        "onAgendaItem voteOn attendee votedBy proxyGivenBy establishedBy attachedTo reviewOf recordedBy raisedTo "
        "axisOf inAxis milestoneOf commitmentIn respondsTo contributesTo decidedAt resultingBody exempts"
    ).split()
)
# From a thing back to what points at it.
_BACK = tuple(
    DEF + name
    for name in (
        "signature adopts validates makesCommitment designatedThrough hasAgreement envelope lists follows hasMission "
        "originalBody secretariat"
    ).split()
)
# Where nothing else ties a thing to a committee: the committee of the same territory.
_PLACES = (
    TERRITORY,
    f"{DEF}coversTerritory",
    f"{DEF}observedIn",
    f"{PREFIXES['dct']}spatial",
)


class Belonging:
    """The committees of a file, and what belongs to each. Answers are remembered."""

    def __init__(self, facts: Facts, types: Mapping[str, frozenset[str]], committees: Iterable[str]) -> None:
        """`types`: all types of each thing, the wider ones too. `committees`: those that the file describes."""
        self.committees = tuple(committees)
        self._facts = facts
        self._types = types
        self._owners: dict[str, tuple[str, ...]] = {committee: (committee,) for committee in self.committees}
        self._by_territory: dict[str, list[str]] = {}
        for committee in self.committees:
            for territory in facts.nodes(committee, TERRITORY):
                self._by_territory.setdefault(territory, []).append(committee)

    def owners(self, node: str) -> tuple[str, ...]:
        """The committees that a thing belongs to; none when nothing ties it to one and the file has several."""
        if len(self.committees) == 1:
            return self.committees
        return self._tied(node) or self._placed(node)

    def formation(self, node: str) -> str:
        """The formation that a thing belongs to, "" when it is the whole committee's or nobody's."""
        seen: set[str] = set()
        while node not in seen:
            seen.add(node)
            types = self._types.get(node, frozenset())
            if FORMATION in types:
                return node
            if COMMITTEE in types:
                return ""
            node = next((found for name in _TOWARDS for found in self._facts.nodes(node, name)), node)
        return ""

    def _tied(self, node: str) -> tuple[str, ...]:
        if node not in self._owners:
            self._owners[node] = ()  # a circle ends here
            self._owners[node] = self._walk(node)
        return self._owners[node]

    def _walk(self, node: str) -> tuple[str, ...]:
        about = self._facts.about(node)
        for name in _TOWARDS:
            found = self._of_all(self._facts.nodes(node, name)) if name in about else ()
            if found:
                return found
        pointing = self._facts.pointing_at(node)
        for name in _BACK:
            found = self._of_all(pointing[name]) if name in pointing else ()
            if found:
                return found
        return ()

    def _of_all(self, nodes: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(owner for node in nodes for owner in self._tied(node)))

    def _placed(self, node: str) -> tuple[str, ...]:
        places = [node, *(place for name in _PLACES for place in self._facts.nodes(node, name))]
        return tuple(dict.fromkeys(owner for place in places for owner in self._by_territory.get(place, [])))
