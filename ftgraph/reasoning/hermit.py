"""What OWL can tell of the ontology: does it hold together, and can every class have a member.

owlready2 does not read Turtle and follows `owl:imports` over the network: files are parsed by rdflib, imports are
dropped, and the union is handed over as N-Triples. HermiT, which owlready2 carries, runs on a Java machine.
"""

import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import owlready2
import rdflib
from pyoxigraph import NamedNode, RdfFormat, Triple, serialize
from rdflib.plugins.parsers.notation3 import BadSyntax

from ftgraph.errors import FtgraphError, SourceError
from ftgraph.reasoning.statements import OWL, RDF, TYPE, Knowledge, Statement

MOST_SECONDS = 300.0
"""How long HermiT may take by default: ten times the example takes it a minute."""


@dataclass(frozen=True)
class Verdict:
    """What HermiT says: `consistent`, and the IRIs of the classes that can have no member, sorted.

    An inconsistent ontology entails everything: its `unsatisfiable` is empty and means nothing.
    """

    consistent: bool
    unsatisfiable: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the ontology is consistent and every class can have a member."""
        return self.consistent and not self.unsatisfiable


class OutOfTime(FtgraphError):
    """HermiT had not done when its time was over. It was stopped."""

    slug = "reasoner-out-of-time"

    def __init__(self) -> None:
        super().__init__(
            "Le raisonneur HermiT n’a pas conclu dans le temps donné ; il a été arrêté.",
            "The HermiT reasoner did not conclude in the time given; it was stopped.",
            cure="Donnez moins à examiner, demandez --engine forward, ou laissez-lui plus de temps avec --seconds.",
            cure_en="Give it less to look at, ask for --engine forward, or allow more time with --seconds.",
        )


def load(paths: Iterable[Path]) -> owlready2.World:
    """The union of Turtle files as an owlready2 world, kept in memory; nothing is fetched.

    Raises `SourceError`, with the line where the parser gives it, for a file that cannot be read.
    """
    union = rdflib.Graph()
    for path in paths:
        _parse(union, path)
    union.remove((None, rdflib.OWL.imports, None))
    world = owlready2.World()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "union.nt"
        union.serialize(file, format="nt", encoding="utf-8")
        world.get_ontology(file.as_uri()).load()
    return world


def world_of(knowledge: Knowledge, statements: Iterable[Statement] | None = None) -> owlready2.World:
    """What a reasoner is given as an owlready2 world; `statements`: some of its own, all of them by default."""
    chosen = knowledge.statements if statements is None else statements
    triples = {triple: None for statement in chosen for triple in statement.triples}
    classes = {each.subject for each in knowledge.background}
    individuals = {
        term: None
        for statement in chosen
        for triple in statement.triples
        for term in _individuals(statement, triple)
        if isinstance(term, NamedNode) and term not in classes
    }
    declared = (Triple(each, TYPE, NamedNode(f"{OWL}NamedIndividual")) for each in individuals)
    world = owlready2.World()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "given.nt"
        serialize((*knowledge.background, *declared, *triples), str(file), format=RdfFormat.N_TRIPLES)
        world.get_ontology(file.as_uri()).load()
    return world


def types(world: owlready2.World) -> Mapping[str, frozenset[str]]:
    """What each individual is classed as once `check` has run on a consistent world: all its named classes' IRIs."""
    return {
        individual.iri: frozenset(
            kind.iri
            for kind in individual.INDIRECT_is_a
            if isinstance(kind, owlready2.ThingClass) and kind is not owlready2.Thing
        )
        for individual in world.individuals()
    }


def _individuals(statement: Statement, triple: Triple) -> tuple[object, ...]:
    """The terms of a triple that stand for individuals: of an assertion, or of an axiom that names some."""
    if statement.assertion:
        return (triple.subject,) if triple.predicate == TYPE else (triple.subject, triple.object)
    return (triple.object,) if triple.predicate.value in (f"{OWL}hasValue", f"{RDF}first") else ()


def check(world: owlready2.World, seconds: float = MOST_SECONDS) -> Verdict:
    """What HermiT finds in `world` within `seconds`; the classification it infers is added to `world`.

    Raises `OutOfTime`, and `FtgraphError` when there is no Java machine, when its memory is full, or when HermiT
    refuses the ontology (an axiom outside OWL 2 DL, or a literal whose datatype is not OWL 2's: `xsd:date` is one, so
    dated data are refused).
    """
    try:
        with _bounded(seconds):
            owlready2.sync_reasoner_hermit(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return Verdict(consistent=False)
    except subprocess.TimeoutExpired as error:
        raise OutOfTime from error
    except FileNotFoundError as error:
        raise FtgraphError(
            "Aucune machine Java n’a été trouvée : le raisonneur HermiT ne peut pas tourner.",
            "No Java machine was found: the HermiT reasoner cannot run.",
            cure="Installez une machine Java (11 ou plus), puis recommencez.",
            cure_en="Install a Java machine (11 or newer), then try again.",
        ) from error
    except owlready2.OwlReadyJavaError as error:
        if "OutOfMemoryError" in str(error):
            raise FtgraphError(
                "Le raisonneur HermiT n’a pas assez de mémoire pour conclure.",
                "The HermiT reasoner has not enough memory to conclude.",
                cure="Donnez moins à examiner, ou demandez --engine forward.",
                cure_en="Give it less to look at, or ask for --engine forward.",
            ) from error
        raise FtgraphError(
            "Le raisonneur HermiT refuse cette ontologie.",
            "The HermiT reasoner refuses this ontology.",
            cure="Vérifiez qu’elle reste dans OWL 2 DL : types de données, propriétés déclarées, rôles simples.",
            cure_en="Check that it stays within OWL 2 DL: datatypes, declared properties, simple roles.",
        ) from error
    return Verdict(consistent=True, unsatisfiable=tuple(sorted(_unsatisfiable(world))))


@contextmanager
def _bounded(seconds: float) -> Iterator[None]:
    """HermiT's process is killed past its time, and its file goes away even when it finds a contradiction.

    owlready2 asks for neither, but passes these arguments on to the process that it starts.
    """
    arguments, folder_before = owlready2.reasoning._subprocess_kargs, tempfile.tempdir
    with tempfile.TemporaryDirectory() as folder:
        arguments["timeout"], tempfile.tempdir = max(0.0, seconds), folder
        try:
            yield
        finally:
            del arguments["timeout"]
            tempfile.tempdir = folder_before


def _unsatisfiable(world: owlready2.World) -> set[str]:
    return {entity.iri for entity in world.inconsistent_classes() if entity is not owlready2.Nothing}


def _parse(graph: rdflib.Graph, path: Path) -> None:
    try:
        graph.parse(path, format="turtle")
    except OSError as error:
        raise SourceError(
            f"Le fichier « {path.name} » ne peut pas être lu.",
            f"The file “{path.name}” cannot be read.",
            cure="Vérifiez son chemin et vos droits.",
            cure_en="Check its path and your rights.",
        ) from error
    except BadSyntax as error:
        # The parser's own message quotes the file: only its line is passed on.
        raise SourceError(
            f"Le fichier « {path.name} » n’est pas du Turtle valide.",
            f"The file “{path.name}” is not valid Turtle.",
            line=error.lines + 1,
            cure="Corrigez la syntaxe à la ligne indiquée.",
            cure_en="Correct the syntax on that line.",
        ) from error
