"""Who links whom, who never meets whom, and what a leaving does, as tables."""

from collections.abc import Sequence

from ftgraph.exports.network.grids import Grid, Row, Say, percent, told
from ftgraph.exports.wording import count
from ftgraph.network.leaving import Leaving, OneActor
from ftgraph.network.records import Network
from ftgraph.network.silos import Apart, Silos
from ftgraph.network.standing import Shape

_MOST_PIECES, _MOST_NAMED = 20, 40


def actors(network: Network, before: Shape, after: Shape, say: Say) -> list[Grid]:
    """Who links whom, on each side."""
    return [
        _standings("liens-apres", say("Qui relie qui, après", "Who links whom, after"), network, after, say),
        _standings("liens-avant", say("Qui relie qui, avant", "Who links whom, before"), network, before, say),
    ]


def _standings(key: str, title: str, network: Network, shape: Shape, say: Say) -> Grid:
    ordered = sorted(shape.standings, key=lambda each: (-each.on_the_way, -each.meets, each.actor))
    rows = tuple(
        (
            network.actors[each.actor].label,
            told(network.actors[each.actor].group, say),
            each.bodies,
            each.presides,
            each.meets,
            each.never_meets,
            percent(100 * each.on_the_way, say),
            say("oui", "yes") if each.only_link else say("non", "no"),
            each.circle,
        )
        for each in ordered
    )
    headings = (
        say("Acteur", "Actor"),
        say("Catégorie", "Category"),
        say("Instances", "Bodies"),
        say("Présidées", "Presided"),
        say("Acteurs rencontrés", "Actors met"),
        say("Jamais rencontrés", "Never met"),
        say("Fait le pont", "Bridges"),
        say("Seul lien", "Only link"),
        say("Cercle", "Circle"),
    )
    note = say(
        "Fait le pont : part des paires d’autres acteurs dont le plus court chemin d’instance en instance passe"
        " par lui. Seul lien : sans lui,"
        " des acteurs n’ont plus aucun lien avec les autres. Cercle : ceux d’un même numéro se réunissent"
        " surtout entre eux.",
        "Bridges: share of the pairs of other actors whose shortest chain of bodies passes by it. Only link:"
        " without it, some have no"
        " link with the others. Circle: those of one number meet mostly among themselves.",
    )
    if shape.estimated:
        note += say(" « Fait le pont » est estimé sur un échantillon.", " “Bridges” is estimated on a sample.")
    linked = tuple(each.actor for each in ordered)
    return Grid(key, title, note, headings, rows, say("Personne ne siège.", "Nobody sits."), linked)


def silos(answer: Silos, say: Say) -> list[Grid]:
    """Who is never in one room with whom, by category, then by pair."""
    was = {(each.one, each.other): each for each in answer.before.between}
    now = {(each.one, each.other): each for each in answer.after.between}
    rows: list[Row] = []
    for one, other in sorted(
        was.keys() | now.keys(), key=lambda key: (-(now[key].never if key in now else 0), key[0], key[1])
    ):
        before, after = was.get((one, other)), now.get((one, other))
        rows.append(
            (
                told(one, say),
                told(other, say),
                f"{before.never} / {before.pairs}" if before else "",
                f"{after.never} / {after.pairs}" if after else "",
            )
        )
    if rows:
        rows.append(
            (
                say("Toutes", "All"),
                say("toutes", "all"),
                f"{answer.before.never} / {answer.before.pairs}",
                f"{answer.after.never} / {answer.after.pairs}",
            )
        )
    by_category = Grid(
        "silos",
        say("Qui n’est jamais dans la même salle, par catégorie", "Who is never in one room, by category"),
        say(
            "Paires d’acteurs qui n’ont aucune instance en commun, sur les paires possibles.",
            "Pairs of actors without a common body, out of the pairs there could be.",
        ),
        (say("Catégorie", "Category"), say("et", "and"), say("Avant", "Before"), say("Après", "After")),
        tuple(rows),
        say("Personne ne siège.", "Nobody sits."),
    )
    return [
        by_category,
        _pieces(answer, say),
        _apart("perdues", say("Ne se rencontrent plus", "No longer meet"), answer.closed, say, answer.closed_count),
        _apart("ouvertes", say("Se rencontrent désormais", "Meet now"), answer.opened, say, answer.opened_count),
        _apart(
            "jamais",
            say("Jamais dans la même salle, après", "Never in one room, after"),
            answer.after.apart,
            say,
            answer.after.never,
        ),
    ]


def _pieces(answer: Silos, say: Say) -> Grid:
    rows: list[Row] = []
    for side, found in ((say("après", "after"), answer.after), (say("avant", "before"), answer.before)):
        rows += [
            (f"{side} – {number}", len(piece), ", ".join(who.label for who in piece[:_MOST_NAMED]))
            for number, piece in enumerate(found.pieces[:_MOST_PIECES], start=1)
        ]
    note = say(
        "Un groupe : ceux que relient des instances communes, de proche en proche. Deux groupes ne sont reliés"
        " par rien.",
        "A group: those whom common bodies link, step by step. Nothing links two groups.",
    )
    headings = (say("Groupe", "Group"), say("Acteurs", "Actors"), say("Lesquels", "Which"))
    title = say("Les groupes sans lien entre eux", "Groups without a link between them")
    return Grid("groupes", title, note, headings, tuple(rows), say("Personne ne siège.", "Nobody sits."))


def _apart(key: str, title: str, found: Sequence[Apart], say: Say, total: int = 0) -> Grid:
    note = ""
    if total > len(found):
        note = say(
            f"Les {len(found)} premières des {count(total)} paires.", f"The first {len(found)} of {total} pairs."
        )
    rows = tuple(
        (each.one.label, each.other.label, told(each.one.group, say), told(each.other.group, say)) for each in found
    )
    headings = (
        say("Acteur", "Actor"),
        say("Autre acteur", "Other actor"),
        say("Catégorie", "Category"),
        say("Sa catégorie", "Its category"),
    )
    linked = tuple(each.one.key for each in found)
    return Grid(key, title, note, headings, rows, say("Aucune paire.", "No pair."), linked)


def one_actor(answer: OneActor, say: Say) -> list[Grid]:
    """Where it sits, what its leaving would do, whom it never meets."""
    where: list[Row] = []
    for side, sittings in ((say("après", "after"), answer.after), (say("avant", "before"), answer.before)):
        for body, sitting in sittings:
            role = say("préside", "presides") if sitting.presides else say("membre", "member")
            where.append((body.label, side, role, sitting.seats, body.meetings, ", ".join(sitting.persons)))
    headings = (
        say("Instance", "Body"),
        say("Quand", "When"),
        say("Qualité", "Capacity"),
        say("Sièges", "Seats"),
        say("Réunions par an", "Meetings a year"),
        say("Personnes", "People"),
    )
    return [
        Grid(
            "ou",
            say("Où il siège", "Where it sits"),
            "",
            headings,
            tuple(where),
            say("Il ne siège pas.", "It does not sit."),
        ),
        _leaving("depart", say("S’il partait", "If it left"), answer.leaving_after, say),
        _leaving(
            "depart-avant",
            say("S’il était parti, avant les comités", "Had it left, before the committees"),
            answer.leaving_before,
            say,
        ),
        Grid(
            "jamais-vus",
            say("Avec qui il n’est jamais dans la même salle", "With whom it is never in one room"),
            "",
            (say("Acteur", "Actor"), say("Catégorie", "Category")),
            tuple((each.label, told(each.group, say)) for each in answer.never_after),
            say("Il rencontre tous les autres acteurs d’ici.", "It meets all the other actors here.")
            if answer.after
            else say("Il ne siège pas.", "It does not sit."),
            tuple(each.key for each in answer.never_after),
        ),
    ]


def _leaving(key: str, title: str, found: Leaving, say: Say) -> Grid:
    rows: list[Row] = []
    for left in found.bodies:
        effects = []
        if left.quorum_lost:
            effects.append(say("quorum perdu", "quorum lost"))
        if left.presidents is not None:
            effects.append(
                say(
                    f"une présidence de moins, il en reste {left.presidents}",
                    f"one president fewer, {left.presidents} left",
                )
            )
        if left.only_of:
            effects.append(
                say("plus personne de la catégorie", "nobody left of the category")
                + say(f" « {left.only_of.fr} »", f" “{left.only_of.say('en')}”")
            )
        rows.append(
            (
                left.body.label,
                left.filled,
                left.seats,
                left.needed,
                max(left.spare, 0),
                " ; ".join(effects)
                or say("sans effet sur le quorum ni la présence", "no effect on quorum or presence"),
            )
        )
    headings = (
        say("Instance", "Body"),
        say("Sièges qui restent tenus", "Seats still held"),
        say("Sièges en tout", "Seats in all"),
        say("Quorum", "Quorum"),
        say("Absences encore possibles", "Absences still possible"),
        say("Effet", "Effect"),
    )
    note = say(
        "Quorum : la moitié au moins des sièges qui votent, de tous les sièges où aucun ne vote.",
        "Quorum: half at least of the seats that vote, of all seats where none does.",
    )
    return Grid(key, title, note, headings, tuple(rows), say("Il ne siège pas.", "It does not sit."))
