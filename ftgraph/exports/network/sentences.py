"""What the network says to someone who decides: where one stands, and what to do, each number with its meaning."""

from collections.abc import Sequence
from dataclasses import dataclass

from ftgraph.exports.network.grids import Say, percent, points, share
from ftgraph.network.before_after import BeforeAfter
from ftgraph.network.leaving import OneActor
from ftgraph.network.merging import Merging, Pair, Proposal
from ftgraph.network.records import Actor, Network
from ftgraph.network.silos import Silos
from ftgraph.network.standing import Shape

_MOST_NAMES = 8
_MOST_LINKS = 3
_WORTH_TELLING = 0.1


@dataclass(frozen=True)
class Advice:
    """Something to do, or to know: its title, then its sentences."""

    title: str
    sentences: tuple[str, ...]


def headline(network: Network, found: BeforeAfter, say: Say) -> list[str]:
    """Where one stands, in two or three sentences."""
    before, after = found.before, found.after
    living = after.bodies - after.committees - after.formations
    day = f"{network.day:%d/%m/%Y}"
    lines = []
    if before.bodies:
        lines.append(
            say(
                f"Avant : {_several(before.bodies, 'instance')}, {_several(before.actors, 'acteur')},"
                f" {_several(before.meetings, 'réunion')} par an.",
                f"Before: {_many(before.bodies, 'body', 'bodies')}, {_many(before.actors, 'actor')},"
                f" {_many(before.meetings, 'meeting')} a year.",
            )
        )
    else:
        lines.append(
            say(
                "Aucune instance d’avant les comités n’est publiée ici : il n’y a pas de comparaison à faire.",
                "No body of before the committees is published here: there is nothing to compare with.",
            )
        )
    old = (
        say(
            f", {_several(living, 'instance')} d’avant qui se réuni{'ssent' if living > 1 else 't'} encore",
            f", {_many(living, 'old body', 'old bodies')} still meeting",
        )
        if living
        else ""
    )
    lines.append(
        say(
            f"Au {day} : {_several(after.committees, 'comité')} ({_several(after.formations, 'formation')}){old},"
            f" {_several(after.actors, 'acteur')}, {_several(after.meetings, 'réunion')} par an.",
            f"On {day}: {_many(after.committees, 'committee')} ({_many(after.formations, 'formation')}){old},"
            f" {_many(after.actors, 'actor')}, {_many(after.meetings, 'meeting')} a year.",
        )
    )
    if before.bodies:
        lines.append(_saved(found, say))
    return lines


def _saved(found: BeforeAfter, say: Say) -> str:
    sum_of = f"{found.before.meetings} − {found.after.meetings} = {found.meetings_saved}"
    if found.meetings_saved >= 0:
        said = say(f"Réunions épargnées par an : {sum_of}.", f"Meetings saved a year: {sum_of}.")
    else:
        said = say(f"Réunions par an, de plus qu’avant : {sum_of}.", f"More meetings a year than before: {sum_of}.")
    new = [place for place in found.places if not place.before and place.meetings_after]
    if new:
        count = sum(place.meetings_after for place in new)
        names = ", ".join(place.label for place in new[:_MOST_NAMES])
        said += say(
            f" Dont {_several(count, 'réunion')}, après, dans des territoires où rien n’est connu d’avant ({names}).",
            f" Those after include {_many(count, 'meeting')} of territories of which nothing is known"
            f" before ({names}).",
        )
    return said


def advice(
    network: Network, found: BeforeAfter, merging: Merging, silos: Silos, shape: Shape, say: Say
) -> list[Advice]:
    """What to do, the most useful first. Never empty."""
    told = [_merge(each, say) for each in merging.now]
    if not told:
        told.append(
            Advice(
                say("Rien à réunir aujourd’hui", "Nothing to merge today"),
                (say("Aucun rapprochement n’atteint 60 points sur 100.", "No pair reaches 60 points out of 100."),),
            )
        )
    if found.left_out:
        told.append(
            Advice(
                say("Des acteurs ont perdu tout siège", "Some actors lost every seat"),
                (
                    say(
                        f"Siégeaient avant les comités, et ne siègent plus ({len(found.left_out)}) :"
                        f" {_names(found.left_out, say)}.",
                        f"{len(found.left_out)} sat before the committees and no longer do:"
                        f" {_names(found.left_out, say)}.",
                    ),
                    say(
                        "À faire : leur ouvrir un siège conseillé, une commission, ou les entendre sur les sujets"
                        " qu’ils portaient.",
                        "To do: open an advised seat or a commission to them, or hear them on what they carried.",
                    ),
                ),
            )
        )
    if silos.closed:
        first = silos.closed[0]
        told.append(
            Advice(
                say("Des échanges ont disparu", "Some exchanges are gone"),
                (
                    say(
                        "Paires d’acteurs qui étaient dans une même salle avant, et ne le sont plus :"
                        f" {silos.closed_count}, par exemple {first.one.label} et {first.other.label}. Paires qui ne se"
                        f" voyaient pas, et se rencontrent désormais : {silos.opened_count}.",
                        f"Pairs of actors who were in one room before and no longer are: {silos.closed_count}, for"
                        f" instance {first.one.label} and {first.other.label}. Pairs who did not meet and now do:"
                        f" {silos.opened_count}.",
                    ),
                ),
            )
        )
    told += _links(network, shape, say)
    if silos.after.never:
        told.append(_apart(silos, say))
    return told


def _merge(proposal: Proposal, say: Say) -> Advice:
    others = [body for body in proposal.bodies if body is not proposal.into]
    names = say(" et ", " and ").join(say(f"« {body.label} »", f"“{body.label}”") for body in others)
    lines = [_why(pair, proposal, say) for pair in proposal.pairs if proposal.into in (pair.one, pair.other)]
    if proposal.saved is not None and proposal.meetings is not None:
        lines.append(
            say(
                f"Réunions de moins : {proposal.saved} par an. Les {len(proposal.bodies)} se réunissent"
                f" {proposal.meetings} fois à elles toutes ; celle qui se réunit le plus continue,"
                f" {proposal.meetings - proposal.saved} fois.",
                f"Fewer meetings: {proposal.saved} a year. The {len(proposal.bodies)} meet {proposal.meetings}"
                f" times in"
                f" all; the one that meets most goes on, {proposal.meetings - proposal.saved} times.",
            )
        )
    return Advice(
        say(f"Réunir {names} dans « {proposal.into.label} »", f"Merge {names} into “{proposal.into.label}”"),
        tuple(lines),
    )


def _why(pair: Pair, proposal: Proposal, say: Say) -> str:
    other = pair.other if pair.one is proposal.into else pair.one
    members = pair.members
    said = say(
        f"{other.label} : membres qui siègent déjà dans les deux, {len(members.common)} sur {members.of}"
        f" ({', '.join(members.common)})",
        f"{other.label}: {len(members.common)} members of {members.of} already sit in both"
        f" ({', '.join(members.common)})",
    )
    if pair.fields.told and pair.fields.common:
        said += say(
            f" ; champ commun : {', '.join(pair.fields.common)}", f"; common field: {', '.join(pair.fields.common)}"
        )
    elif pair.fields.told:
        said += say(" ; aucun champ commun", "; no common field")
    said += (
        say(" ; même territoire", "; same territory")
        if pair.place == "same"
        else say(" ; territoire compris dans l’autre", "; one territory in the other")
    )
    parts = [
        f"{points(part.points, say)}/{part.most}" for part in (pair.members, pair.fields, pair.territory) if part.told
    ]
    return said + say(
        f". Rapprochement : {pair.score} sur 100 ({' + '.join(parts)}).",
        f". Score: {pair.score} out of 100 ({' + '.join(parts)}).",
    )


def _links(network: Network, shape: Shape, say: Say) -> list[Advice]:
    alone = [network.actors[each.actor] for each in shape.standings if each.only_link]
    ways = sorted(
        (each for each in shape.standings if each.on_the_way >= _WORTH_TELLING),
        key=lambda each: (-each.on_the_way, each.actor),
    )
    lines = []
    if alone:
        lines.append(
            say(
                f"Seul lien entre des acteurs qui, sans eux, ne seraient plus reliés : {_names(alone, say)}.",
                f"The only link between actors who, without them, would be cut off: {_names(alone, say)}.",
            )
        )
    for each in ways[:_MOST_LINKS]:
        name = network.actors[each.actor].label
        lines.append(
            say(
                f"{name} fait le pont : {percent(100 * each.on_the_way, say)} des liens les plus courts entre deux"
                f" autres"
                f" acteurs passent par lui ; il en rencontre {each.meets} sur {shape.actors - 1}.",
                f"{name} bridges: {percent(100 * each.on_the_way, say)} of the shortest links between two others"
                f" pass by it;"
                f" it meets {each.meets} of {shape.actors - 1}.",
            )
        )
    if not lines:
        return []
    return [Advice(say("Ceux dont dépendent les liens", "Those on whom links depend"), tuple(lines))]


def _apart(silos: Silos, say: Say) -> Advice:
    after = silos.after
    worst = after.between[0]
    same = worst.one == worst.other
    between = (
        say(f"entre acteurs de la catégorie « {worst.one.fr} »", f"among “{worst.one.say('en')}”")
        if same
        else say(
            f"entre « {worst.one.fr} » et « {worst.other.fr} »",
            f"between “{worst.one.say('en')}” and “{worst.other.say('en')}”",
        )
    )
    return Advice(
        say("Ceux qui ne se croisent pas", "Those who never meet"),
        (
            say(
                f"{share(after.never, after.pairs, say)} des paires d’acteurs ({after.never} sur {after.pairs}) ne sont"
                f" jamais dans la même salle ; surtout {between} : {worst.never} sur {worst.pairs}.",
                f"{share(after.never, after.pairs, say)} of the pairs of actors ({after.never} of {after.pairs}) are"
                f" never in"
                f" one room; mostly {between}: {worst.never} of {worst.pairs}.",
            ),
        ),
    )


def of_actor(answer: OneActor, total: int, say: Say) -> list[str]:
    """One actor in sentences. `total`: how many actors sit on the day."""
    after, gone = answer.after, answer.leaving_after
    if not after:
        return [
            say(
                f"Ne siège plus nulle part à ce jour ; siégeait dans {_several(len(answer.before), 'instance')} avant.",
                f"Sits nowhere on that day; sat in {_many(len(answer.before), 'body', 'bodies')} before.",
            )
        ]
    met = total - 1 - len(answer.never_after)
    lines = [
        say(
            f"Siège dans {_several(len(after), 'instance')} ({len(answer.before)} avant) et y rencontre {met} des"
            f" {total - 1} autres acteurs.",
            f"Sits in {_many(len(after), 'body', 'bodies')} ({len(answer.before)} before) and meets {met}"
            f" of the {total - 1} others there.",
        )
    ]
    lost = [left.body.label for left in gone.bodies if left.quorum_lost]
    if lost:
        lines.append(
            say(
                f"Son départ ferait perdre le quorum à : {', '.join(lost)}.",
                f"Its leaving would cost the quorum of: {', '.join(lost)}.",
            )
        )
    else:
        lines.append(
            say(
                "Son départ ne ferait perdre le quorum à aucune instance.", "Its leaving would cost no body its quorum."
            )
        )
    orphan = [left.body.label for left in gone.bodies if left.presidents == 0]
    if orphan:
        lines.append(
            say(f"Plus personne ne présiderait : {', '.join(orphan)}.", f"Nobody would preside: {', '.join(orphan)}.")
        )
    if gone.splits:
        lines.append(
            say(
                f"Le réseau se couperait : {_names(gone.cut_off, say)}"
                f" n’aur{'aient' if len(gone.cut_off) > 1 else 'ait'} plus de lien avec les autres"
                f" (paires d’acteurs séparées : {gone.parted}).",
                f"The network would split: {_names(gone.cut_off, say)} would have no link with the others"
                f" (pairs of actors parted: {gone.parted}).",
            )
        )
    else:
        lines.append(say("Le réseau resterait d’un seul tenant.", "The network would hold together."))
    return lines


def _several(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("s" if count > 1 else "")


def _many(count: int, noun: str, plural: str = "") -> str:
    """The same in English."""
    return f"{count} {noun if count == 1 else plural or f'{noun}s'}"


def _names(actors: Sequence[Actor], say: Say) -> str:
    shown = ", ".join(actor.label for actor in actors[:_MOST_NAMES])
    rest = len(actors) - _MOST_NAMES
    return shown + (say(f" et {_several(rest, 'autre')}", f" and {_many(rest, 'other')}") if rest > 0 else "")
