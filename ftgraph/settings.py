"""Settings: one table of (name, default, help). Built once at the door from the environment, then passed down."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from ftgraph.errors import UsageError
from ftgraph.namespaces import ROOT


def _setting(default: Any, text: str, *, secret: bool = False) -> Any:
    return field(default=default, repr=not secret, metadata={"help": text})


@dataclass(frozen=True)
class Settings:
    """The values in force. `Settings()` holds the defaults; `load` reads the environment (`FTGRAPH_` + name)."""

    store: str = _setting("var/store", "Dossier de l’entrepôt embarqué, ou adresse https://… d’un point SPARQL.")
    store_user: str = _setting("", "Nom du compte, là où le point SPARQL distant en demande un.")
    store_password: str = _setting("", "Son mot de passe ; jamais dans l’adresse.", secret=True)
    store_timeout_s: float = _setting(60.0, "Durée maximale, en secondes, d’une réponse du point SPARQL distant.")
    store_write_s: float = _setting(600.0, "Durée maximale, en secondes, d’une écriture sur le point SPARQL distant.")
    store_busy_s: float = _setting(30.0, "Attente, en secondes, d’un point SPARQL distant qui répond 503.")
    base: str = _setting(ROOT, "Racine des IRI des choses et des graphes nommés.")
    keep_generations: int = _setting(5, "Nombre de générations publiées gardées (retour arrière, pages en cours).")
    lock_wait_s: float = _setting(30.0, "Attente, en secondes, d’un verrou d’écriture tenu par un autre import.")
    query_time_s: float = _setting(20.0, "Durée maximale, en secondes, d’une requête venue de l’extérieur.")
    query_memory_mb: int = _setting(
        1024, "Mémoire maximale, en Mo, d’une requête venue de l’extérieur, entrepôt ouvert non compris."
    )
    query_rows: int = _setting(100_000, "Nombre maximal de lignes rendues à une requête venue de l’extérieur.")
    query_bytes: int = _setting(50_000_000, "Taille maximale, en octets, d’une réponse à une telle requête.")
    query_workers: int = _setting(2, "Nombre de processus qui répondent aux requêtes venues de l’extérieur.")
    updates: int = _setting(0, "1 : écriture par HTTP permise à qui a une clé ; 0 : lecture seule.")
    keys: str = _setting(
        "", "Fichier des clés ; vide : keys.json dans l’entrepôt embarqué, aucune clé s’il est distant."
    )
    audit_mb: int = _setting(10, "Taille, en Mo, à laquelle le journal des écritures change de fichier ; 0 : jamais.")
    update_time_s: float = _setting(120.0, "Durée maximale, en secondes, d’une écriture reçue par HTTP.")
    query_rate: int = _setting(
        600, "Requêtes et contrôles exécutés par minute et par client, au plus ; 0 : sans limite."
    )
    import_mb: int = _setting(4096, "Taille maximale, en Mo, d’un fichier importé en ligne de commande.")
    host: str = _setting("127.0.0.1", "Adresse d’écoute du serveur.")
    port: int = _setting(8000, "Port d’écoute du serveur.")
    log_level: str = _setting("info", "Détail du journal du serveur : debug, info, warning, error.")
    zoning: str = _setting("clpe", "Zonage montré par défaut là où il est chargé.")
    site_name: str = _setting("Cartographie des solutions", "Nom du site, en tête de chaque page.")
    site_note: str = _setting("", "Ligne sous le nom du site : comité, territoire.")
    contact: str = _setting("", "Adresse électronique à laquelle on signale une erreur.")
    publisher: str = _setting("", "Éditeur du site, pour les mentions légales.")
    theme: str = _setting("", "Dossier d’un thème : theme.css, logo.svg ou logo.png, footer.html, polices.")
    embed_sites: str = _setting(
        "", "Sites qui peuvent montrer /embed dans un cadre : origines https://… séparées par des espaces."
    )
    dumps: str = _setting(
        "", "Dossier des exports complets ; vide : dans l’entrepôt embarqué, ou provisoire s’il est distant."
    )
    small_numbers: int = _setting(
        11, "Plus petit effectif publié par un import d’observations ; 0 : aucun secret, tout entre dans l’entrepôt."
    )
    stale_days: int = _setting(365, "Âge, en jours, au-delà duquel une solution est « à vérifier ».")
    today: str = _setting("", "Jour tenu pour aujourd’hui, AAAA-MM-JJ, pour retrouver une réponse ; vide : le vrai.")

    @property
    def is_remote(self) -> bool:
        """Whether the store is a SPARQL endpoint rather than a folder."""
        return self.store.startswith(("http://", "https://"))

    @property
    def store_path(self) -> Path:
        """The embedded store's folder."""
        return Path(self.store)

    def rejects(self, key: str) -> Path:
        """The file of the rows that an import of a source refuses: beside the store's folder, else in `var`.

        Never in the folder one works in, where it would be taken along with what is there.
        """
        beside = Path("var") if self.is_remote else self.store_path.parent
        return beside / "rejets" / f"{key.replace('/', '-')}.csv"


_KINDS: dict[object, Callable[[str], Any]] = {str: str, int: int, float: float}


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return f"FTGRAPH_{name.upper()}"


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of `environment` (default: the process's). Raises `UsageError` on a value of the wrong kind."""
    environment = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    for setting in fields(Settings):
        text = environment.get(variable(setting.name))
        if text is None:
            continue
        try:
            values[setting.name] = _KINDS[setting.type](text)
        except ValueError as error:
            raise UsageError(
                f"La variable {variable(setting.name)} vaut « {text} » : un nombre est attendu.",
                f"{variable(setting.name)} is “{text}”: a number is expected.",
                cure=setting.metadata["help"],
                cure_en="docs/settings.md says what it is.",
            ) from error
    _check_day(values.get("today"))
    return Settings(**values)


def _check_day(text: str | None) -> None:
    try:
        date.fromisoformat(text or "2000-01-01")
    except ValueError as error:
        raise UsageError(
            f"La variable {variable('today')} vaut « {text} » : une date AAAA-MM-JJ est attendue.",
            f"{variable('today')} is “{text}”: a date YYYY-MM-DD is expected.",
            cure="Écrivez par exemple 2026-11-24, ou ne la donnez pas.",
            cure_en="Write for example 2026-11-24, or leave it out.",
        ) from error
