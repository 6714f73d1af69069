"""Full text over names and descriptions, on disk, one document a solution.

Neither order of French stemming and accent folding is complete ("réfugiée" stems to "réfugi", "refugiee" does not), so
each text is indexed both ways and a word matches by either.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import tantivy

from ftgraph.index.words import STOP_WORDS

_FIELDS = ("title_stem_fold", "title_fold_stem", "body_stem_fold", "body_fold_stem")
_TITLE_BOOST = 3.0
_HEAP_BYTES = 120_000_000


def _analyzers() -> dict[str, tantivy.TextAnalyzer]:
    def builder() -> tantivy.TextAnalyzerBuilder:
        simple = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        return simple.filter(tantivy.Filter.remove_long(60)).filter(tantivy.Filter.lowercase())

    stem, fold = tantivy.Filter.stemmer("french"), tantivy.Filter.ascii_fold()
    return {
        "stem_fold": builder().filter(stem).filter(fold).build(),
        "fold_stem": builder().filter(fold).filter(stem).build(),
    }


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", stored=False, indexed=False, fast=True)
    for field in _FIELDS:
        builder.add_text_field(field, stored=False, tokenizer_name=field.partition("_")[2], index_option="freq")
    return builder.build()


class TextWriter:
    """Fills a text index in `folder`; `add` the rows, then `close`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._index = tantivy.Index(_schema(), path=str(folder))
        for name, analyzer in _analyzers().items():
            self._index.register_tokenizer(name, analyzer)
        self._writer = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)

    def add(self, row: int, title: str, body: str) -> None:
        """Index one solution's texts under its row number."""
        document = tantivy.Document()
        document.add_unsigned("row", row)
        for field in _FIELDS:
            document.add_text(field, title if field.startswith("title") else body)
        self._writer.add_document(document)

    def close(self) -> None:
        """Write everything to disk."""
        self._writer.commit()
        self._writer.wait_merging_threads()


class TextIndex:
    """Reads a text index; usable from several threads."""

    def __init__(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._analyzers = _analyzers()
        for name, analyzer in self._analyzers.items():
            self._index.register_tokenizer(name, analyzer)
        self._schema = self._index.schema
        self._searcher = self._index.searcher()

    def search(self, text: str, limit: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
        """The lines that hold every word of `text` (stop words apart), and how well; at most `limit`, best first."""
        words = [word for word in self._words(text) if word[0] not in STOP_WORDS]
        if not words or not limit:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        must = [(tantivy.Occur.Must, self._word_query(word)) for word in words]
        hits = self._searcher.search(tantivy.Query.boolean_query(must), limit=limit, count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        return np.array(rows, dtype=np.int64), np.array([score for score, _ in hits], dtype=np.float32)

    def _words(self, text: str) -> list[tuple[str, dict[str, str]]]:
        """Each word of the text: folded as typed, and as each analyzer indexes it."""
        words: list[tuple[str, dict[str, str]]] = []
        for part in text.split():
            analyzed = {name: analyzer.analyze(part) for name, analyzer in self._analyzers.items()}
            folded = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
            plain = folded.filter(tantivy.Filter.ascii_fold()).build().analyze(part)
            words.extend(
                (token, {name: tokens[position] for name, tokens in analyzed.items() if position < len(tokens)})
                for position, token in enumerate(plain)
            )
        return words

    def _word_query(self, word: tuple[str, dict[str, str]]) -> tantivy.Query:
        either = []
        for field in _FIELDS:
            place, _, analyzer = field.partition("_")
            if analyzer not in word[1]:
                continue
            query = tantivy.Query.term_query(self._schema, field, word[1][analyzer], index_option="freq")
            boosted = tantivy.Query.boost_query(query, _TITLE_BOOST) if place == "title" else query
            either.append((tantivy.Occur.Should, boosted))
        return tantivy.Query.boolean_query(either)
