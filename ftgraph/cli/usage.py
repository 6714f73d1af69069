"""A command that was not written as it should be: what is wrong, in French. The library says it in English only."""

import re
from collections.abc import Mapping

from typer.exceptions import TyperException

from ftgraph.errors import UsageError

_HINT = r"'(.+?)'(?: / '.+?')*"
_VALUE = rf"Invalid value for {_HINT}: "
_SAID: Mapping[str, str] = {
    r"No such command '(.+?)'\. Did you mean '(.+)'\?": "La commande «\u202f{0}\u202f» n’existe pas ; peut-être {1}.",
    r"No such command '(.+)'\.": "La commande «\u202f{0}\u202f» n’existe pas.",
    r"No such option: (\S+) \(Possible options: (.+)\)": "L’option «\u202f{0}\u202f» n’existe pas ; peut-être {1}.",
    r"No such option: (\S+)": "L’option «\u202f{0}\u202f» n’existe pas.",
    r"Missing command\.": "Il manque une commande.",
    rf"Missing option {_HINT}\.": "Il manque l’option {0}.",
    rf"Missing argument {_HINT}\.": "Il manque l’argument {0}.",
    r"Option '(.+)' requires an argument\.?": "L’option «\u202f{0}\u202f» attend une valeur.",
    r"Option '(.+)' does not take a value\.": "L’option «\u202f{0}\u202f» ne prend pas de valeur.",
    r"Got unexpected extra argument(?:s|\(s\))? \((.+)\)": "Un argument de trop\u00a0: {0}.",
    rf"{_VALUE}.* '(.+)' does not exist\.": "Le fichier «\u202f{1}\u202f» n’existe pas.",
    rf"{_VALUE}.* '(.+)' is a directory\.": "«\u202f{1}\u202f» est un dossier\u00a0: un fichier est attendu.",
    rf"{_VALUE}.* '(.+)' is not readable\.": "Le fichier «\u202f{1}\u202f» ne peut pas être lu.",
    rf"{_VALUE}.*valid integer": "{0}\u00a0: un nombre entier est attendu.",
    rf"{_VALUE}.*valid number": "{0}\u00a0: un nombre est attendu.",
    _VALUE: "La valeur donnée à {0} ne convient pas.",
}


def told(error: TyperException, command: str) -> UsageError:
    """`error` as one of ours; `command`: the one that was written, for its help."""
    english = str(getattr(error, "format_message", lambda: error)())
    return UsageError(
        _french(english),
        english,
        cure=f"«\u202f{command} --help\u202f» dit comment l’écrire.",
        cure_en=f"“{command} --help” says how to write it.",
    )


def of_file(error: OSError) -> UsageError:
    """A file that a command could not read or write, as one of ours."""
    match error:
        case FileNotFoundError():
            why, why_en = "ce fichier, ou son dossier, n’existe pas", "this file, or its folder, does not exist"
        case IsADirectoryError() | NotADirectoryError() | FileExistsError():
            why, why_en = "un fichier et un dossier sont pris l’un pour l’autre", "a file and a folder are mistaken"
        case PermissionError():
            why, why_en = "vous n’en avez pas le droit", "you have no right to"
        case _:
            why = why_en = error.strerror or str(error)
    return UsageError(
        f"«\u202f{error.filename}\u202f» ne peut être ni lu ni écrit\u00a0: {why}.",
        f"“{error.filename}” can be neither read nor written: {why_en}.",
        cure="Vérifiez le chemin et vos droits.",
        cure_en="Check the path and your rights.",
    )


def _french(english: str) -> str:
    for pattern, french in _SAID.items():
        found = re.match(pattern, english, re.DOTALL)
        if found:
            return french.format(*(each[:300].replace("', '", ", ") for each in found.groups()))
    return english
