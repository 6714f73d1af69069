"""The history of one thing: since when what is said of it holds, and which publication changed what.

Two times are kept apart. *Validity* is what the sources state (a term, a roadmap, a zoning version): it reaches as far
back as they do. *Publications* are what imports did to the graph: known from the change feed (the newest thousand), and
told word by word only between generations that are still kept.
"""

from ftgraph.history.asking import NoSuchThing, find
from ftgraph.history.publications import Said, SourceChange, Told
from ftgraph.history.telling import Dated, History, Period, history
from ftgraph.history.zonings import Moved, ZoningChange

__all__ = [
    "Dated",
    "History",
    "Moved",
    "NoSuchThing",
    "Period",
    "Said",
    "SourceChange",
    "Told",
    "ZoningChange",
    "find",
    "history",
]
