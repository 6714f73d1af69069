"""Keys that open writing: made, listed, revoked by the operator. The token is shown once; a salted hash alone is kept.

One JSON file, readable by its owner only, replaced in one step: a server that runs sees a new or revoked key at once.
"""

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ftgraph import clock
from ftgraph.errors import StoreDamaged, UsageError
from ftgraph.graph import durable, locks
from ftgraph.graph.faults import translated
from ftgraph.settings import Settings

SCOPES = ("import", "update", "admin")
"""What a key may do. `admin` holds the two others."""
_FILE = "keys.json"
_MARK = "ftg"
_LONGEST_NAME = 60
_LONGEST_TOKEN = 200


@dataclass(frozen=True)
class Key:
    """A key as it is kept. `salt`, `digest`: hexadecimal; `created`, `revoked`: ISO times, "" when it never was."""

    id: str
    name: str
    scopes: tuple[str, ...]
    created: str
    salt: str
    digest: str
    revoked: str = ""

    def allows(self, scope: str) -> bool:
        """Whether the key, not revoked, holds `scope`."""
        return not self.revoked and (scope in self.scopes or "admin" in self.scopes)


_NOBODY = Key("", "", (), "", "00" * 16, "00" * 32, revoked="never made")


def path(settings: Settings) -> Path | None:
    """The file of keys; None on a remote store for which no setting names one: nobody may write through it."""
    if settings.keys:
        return Path(settings.keys)
    return None if settings.is_remote else settings.store_path / _FILE


def create(settings: Settings, name: str, scopes: Sequence[str]) -> tuple[Key, str]:
    """Make a key; it and its token, which can never be shown again. Raises `UsageError`, `StoreError`."""
    name, wanted = name.strip(), tuple(dict.fromkeys(scopes))
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise UsageError(
            f"Le nom d’une clé a de 1 à {_LONGEST_NAME} caractères imprimables.",
            f"A key's name has 1 to {_LONGEST_NAME} printable characters.",
            cure="Nommez-la d’après le service qui s’en servira, par exemple « dreets-bretagne ».",
            cure_en="Name it after the service that will use it, for example “dreets-bretagne”.",
        )
    unknown = [each for each in wanted if each not in SCOPES]
    if unknown or not wanted:
        raise UsageError(
            f"Le droit « {unknown[0] if unknown else ''} » n’existe pas.",
            f"There is no scope “{unknown[0] if unknown else ''}”.",
            cure=f"Droits possibles : {', '.join(SCOPES)}.",
            cure_en=f"Possible rights: {', '.join(SCOPES)}.",
        )
    secret, salt = secrets.token_urlsafe(32), secrets.token_hex(16)
    created = clock.now().isoformat(timespec="seconds")
    key = Key(secrets.token_hex(4), name, wanted, created, salt, _digest(secret, salt))

    def add(keys: list[Key]) -> list[Key]:
        if any(each.name == name and not each.revoked for each in keys):
            raise UsageError(
                f"Une clé en service porte déjà le nom « {name} ».",
                f"A key in use is already called “{name}”.",
                cure="Révoquez-la d’abord, ou choisissez un autre nom.",
                cure_en="Revoke it first, or choose another name.",
            )
        return [*keys, key]

    _change(settings, add)
    return key, f"{_MARK}_{key.id}_{secret}"


def list_keys(settings: Settings) -> list[Key]:
    """All keys ever made, oldest first. Raises `StoreDamaged` when the file is not what was written."""
    file = path(settings)
    return _read(file) if file else []


def revoke(settings: Settings, name: str) -> Key:
    """End the key of that name or identifier, at once and for good. Raises `UsageError` when none is in use."""
    ended: list[Key] = []

    def end(keys: list[Key]) -> list[Key]:
        now = clock.now().isoformat(timespec="seconds")
        after = [replace(each, revoked=now) if _is(each, name) else each for each in keys]
        ended.extend(new for new, old in zip(after, keys, strict=True) if new is not old)
        return after

    _change(settings, end)
    if not ended:
        raise UsageError(
            f"Aucune clé en service ne s’appelle « {name} ».",
            f"No key in use is called “{name}”.",
            cure="Voyez la liste avec « ftgraph key list ».",
            cure_en="See the list with “ftgraph key list”.",
        )
    return ended[0]


def find(settings: Settings, token: str) -> Key | None:
    """The key in use whose token this is, or None. Takes the same time whichever part of the token is wrong."""
    mark, _, rest = token[:_LONGEST_TOKEN].partition("_")
    identifier, _, secret = rest.partition("_")
    key = next((each for each in list_keys(settings) if each.id == identifier), _NOBODY)
    same = hmac.compare_digest(_digest(secret, key.salt), key.digest)
    return key if same and mark == _MARK and not key.revoked else None


def _is(key: Key, name: str) -> bool:
    return not key.revoked and name in (key.name, key.id)


def _digest(secret: str, salt: str) -> str:
    # The secret is 256 random bits: a slow hash would add nothing but a way to keep the server busy.
    return hashlib.blake2b(secret.encode(errors="replace"), salt=bytes.fromhex(salt), digest_size=32).hexdigest()


def _change(settings: Settings, change: Callable[[list[Key]], list[Key]]) -> None:
    file = path(settings)
    if file is None:
        raise UsageError(
            "L’entrepôt est distant : rien ne dit où garder les clés.",
            "The store is remote: nothing says where keys are kept.",
            cure="Donnez un fichier avec FTGRAPH_KEYS.",
            cure_en="Give a file with FTGRAPH_KEYS.",
        )
    with translated(file.parent):
        file.parent.mkdir(parents=True, exist_ok=True)
    with locks.writer_lock(file.with_name(f"{file.name}.lock"), "ftgraph key", settings.lock_wait_s):
        before = _read(file)
        after = change(before)
        if after != before:
            with translated(file.parent):
                _write(file, json.dumps([asdict(each) for each in after], indent=1, ensure_ascii=False).encode())


def _write(file: Path, content: bytes) -> None:
    fresh = file.with_name(f"{file.name}.new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(file)
    durable.sync(file.parent)


def _read(file: Path) -> list[Key]:
    try:
        with translated(file):
            if not file.exists():
                return []
            content = file.read_bytes()
        return [Key(**{**each, "scopes": tuple(each["scopes"])}) for each in json.loads(content)]
    except (ValueError, TypeError, KeyError) as error:
        raise StoreDamaged(
            f"Le fichier des clés « {file} » est illisible.",
            f"The file of keys “{file}” cannot be read.",
            cure="Reprenez-le d’une sauvegarde, ou retirez-le et créez d’autres clés.",
            cure_en="Restore it from a backup, or remove it and make new keys.",
        ) from error
