"""The filters of solutions as options: one table, that `ftgraph solutions`, `coverage` and `export` choose from."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial, wraps
from itertools import chain
from typing import Annotated, Any

import typer

from ftgraph.cli.output import parsed_date
from ftgraph.solutions import SolutionFilters


def _or_none(value: str) -> str | None:
    return value or None


@dataclass(frozen=True)
class Filter:
    """One option. `field`: the filter that it fills; `read`: what makes its value of the option's.

    `formerly`: the option that it was, still understood and shown no more.
    """

    name: str
    field: str
    type: Any
    option: Any
    read: Callable[[Any], Any]
    formerly: str = ""

    @property
    def parameters(self) -> Iterator[inspect.Parameter]:
        """The option as parameters of a command: one, or two when it had another name."""
        default: Any = {list[str]: [], str: "", bool: False}.get(self.type)
        kind = inspect.Parameter.KEYWORD_ONLY
        yield inspect.Parameter(self.name, kind, default=default, annotation=Annotated[self.type, self.option])
        if self.formerly:
            hidden = typer.Option(self.formerly, hidden=True)
            yield inspect.Parameter(self.former, kind, default=default, annotation=Annotated[self.type, hidden])

    @property
    def former(self) -> str:
        """The parameter of the former option."""
        return self.formerly.strip("-").replace("-", "_")

    def taken(self, given: dict[str, Any]) -> Any:
        """The filter's value, the option's taken out of what was `given`."""
        value = given.pop(self.name)
        if self.formerly:
            former = given.pop(self.former)
            value = value or former
        return self.read(value)


def _many(name: str, field: str, option: str, help_: str, *short: str) -> Filter:
    return Filter(name, field, list[str], typer.Option(option, *short, help=help_), tuple)


def _one(field: str, option: str, help_: str, *more: str) -> Filter:
    return Filter(field, field, str, typer.Option(option, *more, help=help_), _or_none)


def _day(field: str, option: str, help_: str, *more: str) -> Filter:
    return Filter(field, field, str, typer.Option(option, *more, help=help_), partial(parsed_date, option))


FILTERS = {
    each.name: each
    for each in (
        _many("barrier", "barriers", "--barrier", "Frein (code, nom) ; plus fins compris ; répétable.", "-b"),
        _one(
            "territory",
            "--territory",
            "Territoire : clpe:CLPE35002, epci:…, departement:35, commune:…, nom, code postal.",
            "-t",
        ),
        _many("public", "publics", "--public", "Public ; « tous publics » compte toujours ; répétable."),
        _many("fee", "fees", "--fee", "Frais : gratuit ou payant."),
        _many("mode", "modes", "--mode", "Accueil : en-presentiel ou a-distance."),
        _many("service_type", "service_types", "--type", "Type de service : atelier, formation, aide-financiere…"),
        _many("network", "networks", "--network", "Réseau porteur : mission-locale, ccas-cias…"),
        _many("source", "sources", "--source", "Source des données."),
        _many(
            "reach",
            "reach",
            "--reach",
            "on-site (sur place), remote (à distance), wider-zone (zone plus large) ou unstated (non précisée).",
        ),
        _one("extent", "--extent", "all (couvre tout le territoire) ou part (une partie)."),
        _one("freshness", "--freshness", "up-to-date (à jour) ou to-check (à vérifier)."),
        _day("updated_since", "--updated-since", "Mises à jour depuis ce jour, AAAA-MM-JJ."),
        Filter(
            "min_quality",
            "min_quality",
            float | None,
            typer.Option("--min-quality", help="Score de qualité minimal, de 0 à 1."),
            lambda value: value,
        ),
        Filter(
            "text",
            "text",
            str,
            typer.Option("--text", "-q", help="Besoin en mots courants : « pas le permis »."),
            str,
        ),
        Filter(
            "literally",
            "interpret",
            bool,
            typer.Option("--literally", help="Chercher les mots tels quels, sans en déduire un frein."),
            lambda value: not value,
        ),
        Filter(
            "on",
            "as_of",
            str,
            typer.Option("--on", help="Date de la question, AAAA-MM-JJ ; par défaut aujourd’hui."),
            partial(parsed_date, "--on"),
            formerly="--as-of",
        ),
    )
}


def filtered(job: Callable[..., None], *names: str) -> Callable[..., None]:
    """`job` as a command: in the place of its parameter `filters`, the options of these names; without any, of all."""
    chosen = [FILTERS[name] for name in names or FILTERS]

    @wraps(job)
    def command(**given: Any) -> None:
        filters = SolutionFilters(**{each.field: each.taken(given) for each in chosen})
        job(filters=filters, **given)

    parameters: list[inspect.Parameter] = []
    for each in inspect.signature(job).parameters.values():
        options = chain.from_iterable(one.parameters for one in chosen) if each.name == "filters" else [each]
        parameters += [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in options]
    # What typer reads the options of a command from.
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {each.name: each.annotation for each in parameters}
    return command
