"""Which instances could be one, as tables, each score explained by its parts."""

from collections.abc import Sequence

from ftgraph.exports.network.grids import Grid, Say, points
from ftgraph.network.merging import Merging, Pair, Part, Proposal


def merging(answer: Merging, say: Say) -> list[Grid]:
    """What to merge now, the pairs with their score explained, and what could have merged before."""
    return [
        _proposals(
            "reunir", say("Ce qui pourrait être réuni aujourd’hui", "What could be merged today"), answer.now, say
        ),
        _pairs("scores", say("Les scores, expliqués", "The scores, explained"), answer.pairs_now, say),
        _proposals(
            "reunir-avant",
            say("Ce qui pouvait l’être avant les comités", "What could be before the committees"),
            answer.then,
            say,
        ),
        _pairs(
            "scores-avant",
            say("Les scores d’avant, expliqués", "The scores of before, explained"),
            answer.pairs_then,
            say,
        ),
    ]


def _proposals(key: str, title: str, found: Sequence[Proposal], say: Say) -> Grid:
    rows = tuple(
        (
            " ; ".join(body.label for body in each.bodies),
            len(each.bodies),
            each.into.label if each.into.kind == "committee" else say("une seule instance", "one body"),
            each.members,
            each.meetings,
            each.saved,
            min(pair.score for pair in each.pairs),
        )
        for each in found
    )
    headings = (
        say("Instances", "Bodies"),
        say("Combien", "How many"),
        say("Réunies dans", "Merged into"),
        say("Acteurs en tout", "Actors in all"),
        say("Réunions par an", "Meetings a year"),
        say("Réunions de moins", "Fewer meetings"),
        say("Score le plus bas, sur 100", "Lowest score, out of 100"),
    )
    note = say(
        "Sont proposées les instances dont un score de rapprochement atteint 60 sur 100. Réunions de moins :"
        " celles de toutes,"
        " sauf de celle qui se réunit le plus.",
        "Bodies are proposed when a score reaches 60 out of 100. Fewer meetings: those of all but the one that"
        " meets most.",
    )
    return Grid(
        key,
        title,
        note,
        headings,
        rows,
        say("Rien à réunir : aucun score n’atteint 60.", "Nothing to merge: no score reaches 60."),
    )


def _pairs(key: str, title: str, found: Sequence[Pair], say: Say) -> Grid:
    rows = tuple(
        (
            pair.one.label,
            pair.other.label,
            pair.score,
            part(pair.members, say),
            part(pair.fields, say),
            f"{points(pair.territory.points, say)} / {pair.territory.most} – {place(pair, say)}",
            pair.saved,
        )
        for pair in found
    )
    headings = (
        say("Instance", "Body"),
        say("Autre instance", "Other body"),
        say("Score sur 100", "Score out of 100"),
        say("Membres communs (50)", "Common members (50)"),
        say("Champ (30)", "Field (30)"),
        say("Territoire (20)", "Territory (20)"),
        say("Réunions de moins", "Fewer meetings"),
    )
    note = say(
        "Membres : part de la plus petite qui siège aussi dans l’autre. Champ : part des champs de celle qui en"
        " a le moins que"
        " l’autre couvre. Territoire : le même, 20 ; l’un dans l’autre, 10. Ce que rien ne dit est laissé de"
        " côté, le reste ramené à 100.",
        "Members: the share of the smaller one that sits in the other. Field: the share of the fields of the"
        " one with fewer that the"
        " other covers. Territory: the same, 20; one in the other, 10. What nothing says is left out, the rest"
        " scaled to 100.",
    )
    return Grid(
        key,
        title,
        note,
        headings,
        rows,
        say("Aucune paire d’instances n’a de membre commun.", "No pair of bodies shares a member."),
    )


def part(found: Part, say: Say) -> str:
    """« 33,3 / 50 – 4 sur 6 : … »."""
    if not found.told:
        return say("rien ne le dit", "nothing says")
    names = ", ".join(found.common)
    shared = say(f"{len(found.common)} sur {found.of}", f"{len(found.common)} of {found.of}")
    told = f"{points(found.points, say)} / {found.most} – {shared}"
    return told + (say(f" : {names}", f": {names}") if names else "")


def place(pair: Pair, say: Say) -> str:
    """Whether both have one territory, or one lies in the other."""
    return say("le même", "the same") if pair.place == "same" else say("l’un dans l’autre", "one in the other")
