"""The help of commands in French: the library writes its own words into it in English only.

It lets a context choose who formats its help; the formatter below changes those words, and no other text. Should a
release word them otherwise, they stay in English, and `tests/cli/test_help.py` says so.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import typer
from typer.main import get_command

from ftgraph.wording import unbroken

_HEADINGS: Mapping[str, str] = {"Arguments": "Arguments", "Options": "Options", "Commands": "Commandes"}
_SENTENCES: Mapping[str, str] = {
    "Show this message and exit.": "Afficher cette aide.",
    "Install completion for the current shell.": "Installer la complétion des commandes dans le terminal.",
    "Show completion for the current shell, to copy it or customize the installation.": "Afficher le script de "
    "complétion, pour le copier ou l’adapter.",
}
_KINDS: Mapping[str, str] = {
    "str": "texte",
    "int": "nombre",
    "int range": "nombre",
    "float": "nombre",
    "path": "chemin",
    "file": "chemin",
    "Path": "chemin",
}
_SENTENCE = re.compile(r"(?<=[.?!]) ")
_KIND = re.compile(r"<(?:list\[)?([A-Za-z ]+)\]?>")
_NOTE = re.compile(r"\[([^\[\]]*)\]$")
_IN_NOTES = (
    (re.compile(r"^default: "), "par défaut\u00a0: "),
    (re.compile(r"^required$"), "obligatoire"),
    (re.compile(r"^(-?\d+)<=x<=(-?\d+)$"), r"de \1 à \2"),
    (re.compile(r"^x>=(-?\d+)$"), r"\1 au moins"),
)


class _Formatter(typer.Context.formatter_class):  # type: ignore[misc,valid-type]  # the library's own, by its public name
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args.replace("...", "…"), "Emploi\u00a0: " if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{_HEADINGS.get(heading, heading)}\u00a0:\n")

    def write_text(self, text: str) -> None:
        super().write_text(unbroken(text))

    def write_dl(self, rows: Sequence[tuple[str, str]], *more: Any, **named: Any) -> None:
        super().write_dl([(_option(first), _told(second)) for first, second in rows], *more, **named)


class _Context(typer.Context):
    formatter_class = _Formatter


def in_french(app: typer.Typer) -> Any:
    """The command line of `app`, its help in French."""
    command = get_command(app)
    waiting: list[Any] = [command]
    while waiting:
        each = waiting.pop()
        each.context_class = _Context
        # Whole: of a summary of its own the library shows the first words.
        each.short_help = each.short_help or _SENTENCE.split((each.help or "").partition("\n")[0])[0]
        if hasattr(each, "commands"):
            each.subcommand_metavar = "COMMANDE [ARGUMENTS]…"
            waiting += each.commands.values()
    return command


def _option(text: str) -> str:
    return _KIND.sub(lambda found: f"<{_KINDS.get(found[1], found[1])}>", text.replace("...", "…"))


def _told(text: str) -> str:
    return unbroken(_NOTE.sub(_note, _SENTENCES.get(text, text)))


def _note(found: re.Match[str]) -> str:
    parts = found[1].split("; ")
    for english, french in _IN_NOTES:
        parts = [english.sub(french, each) for each in parts]
    return f"[{' ; '.join(parts)}]"
