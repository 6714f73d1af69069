"""What the committees changed, and who sits in how many, as tables."""

from collections.abc import Sequence

from ftgraph.exports.network.grids import Grid, Row, Say, share, told
from ftgraph.network.before_after import ActorSeats, BeforeAfter, MeetingLine, SideFigures
from ftgraph.network.records import Body


def before_after(answer: BeforeAfter, say: Say) -> list[Grid]:
    """In figures, by territory, and the arithmetic of meetings."""
    before, after = answer.before, answer.after
    living = {line.body.iri for line in after.lines}
    return [
        Grid(
            "chiffres",
            say("Avant et après, en chiffres", "Before and after, in figures"),
            "",
            (
                say("Ce qui est compté", "What is counted"),
                say("Avant", "Before"),
                say("Après", "After"),
                say("Différence", "Difference"),
                say("Ce que cela veut dire", "What it means"),
            ),
            tuple(_figures(before, after, say)),
            "",
        ),
        Grid(
            "territoires",
            say("Territoire par territoire", "Territory by territory"),
            say(
                "Les instances d’avant, ce qui les remplace, et les réunions par an des deux côtés.",
                "The bodies of before, what replaces them, and the meetings a year of both.",
            ),
            (
                say("Territoire", "Territory"),
                say("Instances avant", "Bodies before"),
                say("Comités après", "Committees after"),
                say("Anciennes encore réunies", "Old ones that still meet"),
                say("Réunions avant", "Meetings before"),
                say("Réunions après", "Meetings after"),
                say("Épargnées", "Saved"),
            ),
            tuple(
                (
                    each.label,
                    each.before,
                    each.committees,
                    each.living_on,
                    each.meetings_before,
                    each.meetings_after,
                    each.meetings_before - each.meetings_after,
                )
                for each in answer.places
            ),
            say("Aucune instance.", "No body."),
        ),
        _meetings("reunions-avant", say("Réunions par an, avant", "Meetings a year, before"), before, say),
        _meetings("reunions-apres", say("Réunions par an, après", "Meetings a year, after"), after, say),
        Grid(
            "devenir",
            say("Ce que sont devenues les instances d’avant", "What became of the bodies of before"),
            "",
            (
                say("Instance", "Body"),
                say("Nature", "Kind"),
                say("Dernier jour", "Last day"),
                say("Devenue", "Became"),
            ),
            tuple(
                (line.body.label, told(line.body.nature, say), line.body.until, _fate(line.body, living, say))
                for line in before.lines
            ),
            say("Aucune instance d’avant les comités n’est publiée.", "No body of before the committees is published."),
        ),
    ]


def _figures(before: SideFigures, after: SideFigures, say: Say) -> list[Row]:
    living = after.bodies - after.committees - after.formations
    met = [share(side.meeting, side.pairs, say) for side in (before, after)]
    rows: list[tuple[str, int, int, str]] = [
        (
            say("Instances", "Bodies"),
            before.bodies,
            after.committees + living,
            say(
                f"comités ({after.committees}) et instances d’avant qui se réunissent encore ({living}) ; les"
                f" formations des comités ({after.formations}) ne sont pas comptées à part",
                f"committees ({after.committees}) and old bodies that still meet ({living}); the committees’"
                f" formations ({after.formations}) are not counted apart",
            ),
        ),
        (
            say("Acteurs", "Actors"),
            before.actors,
            after.actors,
            say("organisations qui siègent, chacune comptée une fois", "organisations that sit, each counted once"),
        ),
        (
            say("Sièges tenus", "Seats held"),
            before.seats,
            after.seats,
            say("une personne, une place", "one person, one place"),
        ),
        (
            say("Réunions par an", "Meetings a year"),
            before.meetings,
            after.meetings,
            say("somme des lignes ci-dessous", "the sum of the lines below"),
        ),
        (
            say("Présences par an", "Attendances a year"),
            before.presences,
            after.presences,
            say("réunions × acteurs membres : le temps demandé", "meetings × member actors: the time asked for"),
        ),
        (
            say("Paires d’acteurs qui se rencontrent", "Pairs of actors who meet"),
            before.meeting,
            after.meeting,
            say(
                f"{met[0]} des paires avant, {met[1]} après",
                f"{met[0]} of pairs before, {met[1]} after",
            ),
        ),
        (
            say("Groupes sans lien entre eux", "Groups without a link"),
            before.pieces,
            after.pieces,
            say(
                "1 : on va de tout acteur à tout autre par des instances communes",
                "1: any actor reaches any other by common bodies",
            ),
        ),
    ]
    return [(what, was, now, now - was, meaning) for what, was, now, meaning in rows]


def _meetings(key: str, title: str, side: SideFigures, say: Say) -> Grid:
    rows: list[Row] = [
        (line.body.label, line.members, line.meetings, line.presences, _source(line, say)) for line in side.lines
    ]
    if rows:
        rows.append((say("Total", "Total"), None, side.meetings, side.presences, ""))
    note = say("Présences = membres × réunions.", "Attendances = members × meetings.")
    if side.untold:
        note += say(
            f" Instances dont rien ne dit qui y vient, donc sans présences comptées : {side.untold}.",
            f" Bodies of which nothing says who comes, so without attendances counted: {side.untold}.",
        )
    if side.unknown:
        note += say(
            f" Instances dont rien ne dit le nombre de réunions, hors du total : {side.unknown}.",
            f" Bodies of which nothing says how often they meet, not in the total: {side.unknown}.",
        )
    headings = (
        say("Instance", "Body"),
        say("Membres", "Members"),
        say("Réunions par an", "Meetings a year"),
        say("Présences par an", "Attendances a year"),
        say("D’où vient le nombre de réunions", "Where the number of meetings comes from"),
    )
    return Grid(key, title, note, headings, tuple(rows), say("Aucune instance.", "No body."))


def _source(line: MeetingLine, say: Say) -> str:
    return {
        "declared": say("déclaré", "stated"),
        "expected": say("minimum du référentiel", "the rule set’s minimum"),
        "held": say("réunions tenues depuis un an", "meetings held for a year"),
    }.get(line.cadence, say("rien ne le dit", "nothing says"))


def _fate(body: Body, living: set[str], say: Say) -> str:
    if body.became:
        return " ; ".join(body.became)
    return say("se réunit encore", "still meets") if body.iri in living else say("close", "closed")


def seats(found: Sequence[ActorSeats], say: Say) -> list[Grid]:
    """Who sits in how many."""
    rows = tuple(
        (
            each.actor.label,
            told(each.actor.group, say),
            len(each.before),
            len(each.after),
            each.meetings_before,
            each.meetings_after,
            each.saved,
            " ; ".join(each.after),
            " ; ".join(each.before),
        )
        for each in found
    )
    headings = (
        say("Acteur", "Actor"),
        say("Catégorie", "Category"),
        say("Instances avant", "Bodies before"),
        say("Instances après", "Bodies after"),
        say("Réunions avant", "Meetings before"),
        say("Réunions après", "Meetings after"),
        say("Épargnées", "Saved"),
        say("Où, après", "Where, after"),
        say("Où, avant", "Where, before"),
    )
    note = say(
        "Réunions par an des instances où l’acteur siège. Épargnées : avant moins après ; négatif, il en a plus.",
        "Meetings a year of the bodies where the actor sits. Saved: before less after; negative, it has more.",
    )
    title = say("Qui siège dans combien d’instances", "Who sits in how many bodies")
    linked = tuple(each.actor.key for each in found)
    return [Grid("sieges", title, note, headings, rows, say("Personne ne siège.", "Nobody sits."), linked)]
