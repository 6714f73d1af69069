"""Whether a server may listen where it is told to: open to the network, writing is for those who have a key."""

from ipaddress import ip_address

from ftgraph import keys
from ftgraph.errors import UsageError
from ftgraph.settings import Settings


def check(settings: Settings) -> None:
    """Raise `UsageError` when writing is on, the address is not the machine's own, and no key in use can write."""
    if not settings.updates or is_loopback(settings.host):
        return
    if any(key.allows("update") or key.allows("import") for key in keys.list_keys(settings)):
        return
    raise UsageError(
        f"Le serveur n’est pas lancé : il serait ouvert au réseau ({settings.host}), "
        "l’écriture permise, et aucune clé n’existe.",
        f"Not started: the server would be open to the network ({settings.host}) with updates on and no key.",
        cure="Créez une clé (ftgraph key create --name … --scope update), ou réglez FTGRAPH_UPDATES=0.",
        cure_en="Make a key (ftgraph key create --name … --scope update), or set FTGRAPH_UPDATES=0.",
    )


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches `host`; a name other than localhost may mean anything."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
