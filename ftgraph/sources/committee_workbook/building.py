"""Records → triples, as the layout says: the nodes that each line makes, what ties them, what each cell states."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pyoxigraph as ox

from ftgraph.namespaces import thing
from ftgraph.sources.committee_workbook import faults
from ftgraph.sources.committee_workbook.committees import Committees
from ftgraph.sources.committee_workbook.directory import Directory
from ftgraph.sources.committee_workbook.headings import Record
from ftgraph.sources.committee_workbook.layout import Column, Layout, Node
from ftgraph.sources.committee_workbook.organisations import Organisations
from ftgraph.sources.committee_workbook.references import References
from ftgraph.sources.committee_workbook.rows import CellReader, Row, Value, typed
from ftgraph.sources.committee_workbook.slugs import slug
from ftgraph.sources.committee_workbook.territories import Territories
from ftgraph.sources.committee_workbook.triples import TYPE, Triples, expand
from ftgraph.sources.committee_workbook.values import read_date
from ftgraph.sources.handed_in import Fault
from ftgraph.sources.place_names import fold_name


class Builder:
    """Makes the triples of a file from its records; `say` is told every fault."""

    def __init__(self, layout: Layout, directory: Directory, file: str, say: Callable[[Fault], None]) -> None:
        self._layout = layout
        self._base = directory.base
        self._file = file
        self._say = say
        self.triples = Triples()
        self._reader = CellReader(layout, say)
        categories = self._reader.scheme("actor-category")
        self._organisations = Organisations(directory, layout, categories, self.triples, file, say)
        self._territories = Territories(directory, self.triples, file, say)
        self._committees = Committees(directory, self._reader, self.triples, file, say)
        self._titles = {fold_name(title) for title in layout.titles}
        self._references = References((), self._reader)
        self._taken: dict[str, Record] = {}

    def build(self, records: Sequence[Record]) -> None:
        """Fills `triples`."""
        rows = [self._reader.row(record) for record in records]
        for row in rows:
            self._empty_vacant(row)
        ordered = sorted(rows, key=lambda row: self._layout.sheets.index(row.record.sheet))
        for row in ordered:
            if row.record.sheet.key == "committees":
                self._name_nodes(row)
                row.committee = row.iri()
                self._territories.resolve(row)
                self._committees.add(row)
        for row in ordered:
            if row.record.sheet.key != "committees":
                row.committee = self._committees.of(row)
                self._name_nodes(row)
        self._references = References(ordered, self._reader)
        for row in ordered:
            self._register(row)
        for row in ordered:
            self._resolve(row)
            self._name_each(row)
        for row in ordered:
            self._state(row)

    def _empty_vacant(self, row: Row) -> None:
        """A person who is « à désigner » is nobody, and represents nothing yet."""
        for column in row.record.sheet.columns:
            if column.kind == "person" and any(
                self._reader.is_vacant(value.text) for value in row.values.get(column.key, ())
            ):
                del row.values[column.key]
                for other in row.record.sheet.columns:
                    if other.kind == "organisation" and other.siret:
                        row.values.pop(other.key, None)

    # — Nodes and their names

    def _name_nodes(self, row: Row) -> None:
        sheet = row.record.sheet
        for node in sheet.nodes:
            if not node.each and row.holds(node.only) and self._exists(node, row):
                row.nodes[node.key] = [(self._iri(node, row), None)]

    def _name_each(self, row: Row) -> None:
        """The nodes that a record makes one a value: their values must be known first."""
        for node in row.record.sheet.nodes:
            if node.each and row.holds(node.only):
                for value in row.values.get(node.each, ()):
                    version = value.parts.get("version")
                    own = f"{node.key}-{slug(value.text, value.key if value.term else '')}"
                    iri = version.value if isinstance(version, ox.NamedNode) else self._iri(node, row, own)
                    row.nodes.setdefault(node.key, []).append((iri, value))

    def _exists(self, node: Node, row: Row) -> bool:
        if node.needs:
            return any(row.values.get(key) for key in node.needs)
        if node.key == "row":
            return True
        columns = row.record.sheet.columns
        stated = [column.key for column in columns if any(each.of == node.key for each in column.states)]
        return any(row.values.get(key) for key in (*stated, *node.identity))

    def _iri(self, node: Node, row: Row, suffix: str = "") -> str:
        sheet, place = row.record.sheet, row.record.place
        line = f"{slug(place.sheet)}-{place.line}"
        committee = self._committees.prefix(row.committee)
        if node.identity:
            texts = [value.text for key in node.identity for value in row.values.get(key, ())]
            if row.values.get(node.identity[-1]):
                return thing(self._base, node.segment, self._file, slug(committee, *texts))
            return thing(self._base, node.segment, self._file, line)
        name = (
            row.text(sheet.named_by[0]) if node.key == "row" and sheet.named_by[:1] in (("name",), ("title",)) else ""
        )
        key = slug(committee, name, suffix) if name else "-".join(filter(None, (line, suffix)))
        iri = thing(self._base, node.segment, self._file, key)
        if self._taken.setdefault(iri, row.record) is not row.record:
            iri = thing(self._base, node.segment, self._file, f"{key}-{line}")
            self._taken[iri] = row.record
        return iri

    # — Values that other rows or the graph tell

    def _register(self, row: Row) -> None:
        """Takes first the organisations that stand beside a SIRET or a category: their names tell them afterwards."""
        for column in row.record.sheet.columns:
            if column.kind == "organisation" and column.siret:
                row.values[column.key] = [
                    self._organisation(column, value, row) for value in row.values.get(column.key, ())
                ]

    def _organisation(self, column: Column, value: Value, row: Row) -> Value:
        if value.term is not None:
            return value
        category = row.values.get(column.category)
        actor, term = self._organisations.find(
            value.text,
            value.cell,
            siret=row.record.cells.get(column.siret),
            category=category[0].key if category else "",
            presumed=_only(row.values.get(column.presumed, ())),
            departements=self._committees.departements(row.committee),
        )
        row.nodes.setdefault(column.key, [(actor.iri, None)])
        parts = {"category": term} if term else {}
        return replace(value, key=actor.iri, term=ox.NamedNode(actor.iri), parts=parts)

    def _resolve(self, row: Row) -> None:
        for column in row.record.sheet.columns:
            values = row.values.get(column.key, [])
            if values:
                row.values[column.key] = [found for value in values for found in self._resolved(column, value, row)]
            elif column.kind == "reference" and column.default:
                only = self._references.only(column, row)
                if only is not None:
                    cell = next(iter(row.record.cells.values()))
                    row.values[column.key] = [
                        Value("", cell, only.iri(column.node), ox.NamedNode(only.iri(column.node)))
                    ]
        self._territories.resolve(row)

    def _resolved(self, column: Column, value: Value, row: Row) -> Iterator[Value]:
        match column.kind:
            case "organisation":
                yield self._organisation(column, value, row)
            case "person":
                person = self._person(value)
                row.nodes.setdefault(column.key, [(person, None)])
                yield replace(value, key=person, term=ox.NamedNode(person))
            case "indicator":
                indicator = value.term or ox.NamedNode(self._indicator(value))
                row.nodes.setdefault(column.key, [(indicator.value, None)])
                yield replace(value, key=indicator.value, term=indicator)
            case "topic":
                known = self._reader.words(column).find(value.text) if column.schemes else None
                if known and known.word and known.sure:
                    yield replace(value, key=known.word.key, term=ox.NamedNode(known.word.iri))
                else:
                    yield replace(value, term=ox.NamedNode(self._topic(column, value)))
            case "committee":
                found = self._committees.named(column, value, row)
                if found:
                    yield replace(value, term=ox.NamedNode(found))
            case "reference":
                yield from self._referred(column, value, row)
            case _:
                yield value

    def _referred(self, column: Column, value: Value, row: Row) -> Iterator[Value]:
        rows, near = self._references.find(column, value.text, row)
        iris = dict.fromkeys(iri for each in rows for iri, _ in each.nodes.get(column.node, ()))
        day = read_date(value.text)
        parts = {"date": typed(day.isoformat(), "date")} if day else {}
        for iri in iris:
            yield replace(value, key=iri, term=ox.NamedNode(iri), parts=parts)
        if not iris:
            place = value.cell.place
            sheet = self._references.sheet(column) or self._layout.sheet(column.target).heading.fr
            if column.topic:
                self._say(faults.NAMED_ELSEWHERE.at(place, near, value=value.text, target=sheet))
                yield replace(value, term=ox.NamedNode(self._topic(column, value)))
            else:
                self._say(faults.UNKNOWN_REFERENCE.at(place, near, value=value.text, target=sheet))

    def _person(self, value: Value) -> str:
        """Persons are known by their name within one file, never across files."""
        words = [word for word in fold_name(value.text).split() if word not in self._titles]
        iri = thing(self._base, "person", self._file, slug(" ".join(sorted(words)) or value.text))
        self.triples.locate(iri, value.cell.place)
        self.triples.add(iri, TYPE, ox.NamedNode(expand("foaf:Person")), value.cell.place)
        self.triples.add(iri, expand("foaf:name"), ox.Literal(value.text), value.cell.place)
        return iri

    def _indicator(self, value: Value) -> str:
        """An indicator outside the core set."""
        iri = thing(self._base, "indicator", self._file, slug(value.text))
        self.triples.add(iri, TYPE, ox.NamedNode(expand("ft:Indicator")), value.cell.place)
        self.triples.add(iri, expand("rdfs:label"), ox.Literal(value.text, language="fr"), value.cell.place)
        return iri

    def _topic(self, column: Column, value: Value) -> str:
        """A thing of a kind that only the file names: a field, a competence, a programme, an experiment."""
        iri = thing(self._base, "topic", self._file, slug(value.text))
        if column.topic:
            self.triples.add(iri, TYPE, ox.NamedNode(expand(column.topic)), value.cell.place)
        self.triples.add(iri, expand("rdfs:label"), ox.Literal(value.text, language="fr"), value.cell.place)
        return iri

    # — Statements

    def _state(self, row: Row) -> None:
        self._check_empty(row)
        sheet = row.record.sheet
        for node in sheet.nodes:
            for iri, value in row.nodes.get(node.key, ()):
                place = value.cell.place if value else row.record.place
                self.triples.locate(iri, place)
                self.triples.add(iri, TYPE, ox.NamedNode(expand(self._class(node, row))), place)
                for link in node.links:
                    if row.holds(link.only):
                        for other, _ in row.nodes.get(link.start, ()):
                            ends = (iri, other) if link.reverse else (other, iri)
                            self.triples.add(ends[0], expand(link.property), ox.NamedNode(ends[1]), place)
        for column in sheet.columns:
            for value in row.values.get(column.key, ()):
                self._state_value(column, value, row)

    def _class(self, node: Node, row: Row) -> str:
        keys = [value.key for value in row.values.get(node.class_by, ())]
        return next((node.classes[key] for key in keys if key in node.classes), node.class_)

    def _state_value(self, column: Column, value: Value, row: Row) -> None:
        place = value.cell.place
        for statement in column.states:
            if not row.holds(statement.only):
                continue
            term = value.parts.get(statement.part) if statement.part else value.term
            if statement.value:
                term = ox.NamedNode(expand(statement.value))
            if term is None:
                continue
            for iri, own in row.nodes.get(statement.of, ()):
                if own is not None and own.cell.place == place and own.term != value.term:
                    continue  # one node a value: each states its own
                if statement.reverse and isinstance(term, ox.NamedNode):
                    self.triples.add(term.value, expand(statement.property), ox.NamedNode(iri), place)
                elif not statement.reverse:
                    self.triples.add(iri, expand(statement.property), term, place)

    def _check_empty(self, row: Row) -> None:
        sheet = row.record.sheet
        if not row.nodes.get("row"):
            seat = row.record.cells.get("seat") or row.record.cells.get("category")
            if row.nodes.get("seat") and seat:
                self._say(faults.VACANT_SEAT.at(seat.place, seat=seat.text))
            return
        for column in sheet.columns:
            if column.essential and not row.record.cells.get(column.key) and column.key in row.record.empty:
                self._say(faults.MISSING_VALUE.at(row.record.empty[column.key]))
        # The rules count a member of a category by the organisation: one without would only make the category empty.
        organisation = row.record.empty.get("organisation")
        if organisation and row.text("person") and row.values.get("college"):
            self._say(faults.NO_ORGANISATION.at(organisation, who=row.text("person")))


def _only(values: Sequence[Value]) -> str:
    """The key of the one value there is; "" for none or several."""
    return values[0].key if len(values) == 1 else ""
