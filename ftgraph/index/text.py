"""Full text over names and descriptions, on disk, one document a solution.

Neither order of French stemming and accent folding is complete ("réfugiée" stems to "réfugi", "refugiee" does not), so
each word is indexed under both forms and matches by either. Forms are made once a word, not once an occurrence: a
national base says twenty million words and has some hundred thousand. So are words told apart, once for all that
stands between two spaces alike.
"""

import re
from pathlib import Path
from unicodedata import normalize

import numpy as np
import numpy.typing as npt
import tantivy

from ftgraph.index.words import STOP_WORDS, fold

_FIELDS = ("title", "body")
_TITLE_BOOST = 3.0
_HEAP_BYTES = 120_000_000
_WORD = re.compile(r"\w+")
_LONGEST_WORD = 60
_FORMS_KEPT = 500_000
_TOKENIZER = "forms"


def _words(text: str) -> list[str]:
    # A class that leaves the underscore out would take twice as long.
    return _WORD.findall(normalize("NFC", text).lower().replace("_", " "))


class _Forms(dict[str, str]):
    """Word → the forms that it is indexed under, a space between them.

    None for a stop word (half of a French text), which questions leave out too, or for what is too long to be a word.
    """

    def __init__(self) -> None:
        super().__init__()
        stem, fold_accents = tantivy.Filter.stemmer("french"), tantivy.Filter.ascii_fold()
        self._analyzers = [
            tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(first).filter(second).build()
            for first, second in ((stem, fold_accents), (fold_accents, stem))
        ]

    def __missing__(self, word: str) -> str:
        if len(self) >= _FORMS_KEPT:
            self.clear()
        made = ""
        if len(word) <= _LONGEST_WORD and fold(word) not in STOP_WORDS:
            made = " ".join(dict.fromkeys(form for each in self._analyzers for form in each.analyze(word)))
        self[word] = made
        return made


class _Runs(dict[str, str]):
    """What stands between two spaces (« d’emploi, ») → the forms of its words."""

    def __init__(self) -> None:
        super().__init__()
        self._forms = _Forms()

    def __missing__(self, run: str) -> str:
        made = " ".join(filter(None, map(self._forms.__getitem__, _words(run))))
        if len(run) <= _LONGEST_WORD:
            if len(self) >= _FORMS_KEPT:
                self.clear()
            self[run] = made
        return made

    def forms(self, text: str) -> str:
        """The forms of all words of a text, in order."""
        return " ".join(map(self.__getitem__, text.split()))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", stored=False, indexed=False, fast=True)
    for field in _FIELDS:
        builder.add_text_field(field, stored=False, tokenizer_name=_TOKENIZER, index_option="freq")
    return builder.build()


class TextWriter:
    """Fills a text index in `folder`; `add` the rows, then `close`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._runs = _Runs()
        self._index = tantivy.Index(_schema(), path=str(folder))
        whole = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer(_TOKENIZER, whole)
        self._writer = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)

    def add(self, row: int, title: str, body: str) -> None:
        """Index one solution's texts under its row number."""
        document = tantivy.Document()
        document.add_unsigned("row", row)
        for field, text in zip(_FIELDS, (title, body), strict=True):
            document.add_text(field, self._runs.forms(text))
        self._writer.add_document(document)

    def close(self) -> None:
        """Write everything to disk."""
        self._writer.commit()
        self._writer.wait_merging_threads()


class TextIndex:
    """Reads a text index; usable from several threads."""

    def __init__(self, folder: Path) -> None:
        index = tantivy.Index.open(str(folder))
        self._forms = _Forms()
        self._schema = index.schema
        self._searcher = index.searcher()

    def search(self, text: str, limit: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
        """The lines that hold every word of `text` (stop words apart), and how well; at most `limit`, best first."""
        forms = [self._forms[word].split() for word in _words(text)]
        if not any(forms) or not limit:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        must = [(tantivy.Occur.Must, self._either(each)) for each in forms if each]
        hits = self._searcher.search(tantivy.Query.boolean_query(must), limit=limit, count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        return np.array(rows, dtype=np.int64), np.array([score for score, _ in hits], dtype=np.float32)

    def _either(self, forms: list[str]) -> tantivy.Query:
        """One word: any of its forms, in the title or in the body."""
        either = []
        for form in forms:
            for field in _FIELDS:
                query = tantivy.Query.term_query(self._schema, field, form, index_option="freq")
                boosted = tantivy.Query.boost_query(query, _TITLE_BOOST) if field == "title" else query
                either.append((tantivy.Occur.Should, boosted))
        return tantivy.Query.boolean_query(either)
