"""What a screen reader is given: Chromium's accessibility tree of a page, told in order as one hears it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

CONTROLS = {
    "button": "bouton",
    "link": "lien",
    "textbox": "champ",
    "searchbox": "champ de recherche",
    "combobox": "liste de choix",
    "ComboBoxSelect": "liste de choix",
    "DisclosureTriangle": "bouton repliable",
    "checkbox": "case",
    "Date": "date",
}
NAMED = {
    **CONTROLS,
    "heading": "titre",
    "image": "image",
    "table": "tableau",
    "columnheader": "en-tête de colonne",
    "rowheader": "en-tête de ligne",
    "navigation": "navigation",
    "region": "région",
    "search": "recherche",
    "group": "groupe",
    "alert": "alerte",
    "status": "message",
    "main": "contenu principal",
    "banner": "en-tête",
    "contentinfo": "pied de page",
    "complementary": "complément",
}
SILENT = {"InlineTextBox", "LineBreak", "none", "generic", "RootWebArea", "MenuListPopup", "option"}
_SELF_SAID = {"heading", "columnheader", "rowheader", "image"}
STATES = ("expanded", "current", "required", "invalid", "level")


@dataclass
class Node:
    """A node of the tree. `states`: those that are said."""

    role: str
    name: str
    states: Mapping[str, Any]
    inside: list["Node"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        """This node and all below, in order."""
        yield self
        for each in self.inside:
            yield from each.walk()

    def all(self, *roles: str) -> list["Node"]:
        """The nodes of some roles, in order."""
        return [each for each in self.walk() if each.role in roles]


_SETTLED = """() => [...document.querySelectorAll(".scroll[role=region]")].every(
    box => !box.checkVisibility() || box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight
)"""


def tree(page: Any) -> Node:
    """The accessibility tree of an open page, once its script has taken out the parts that need not scroll."""
    page.wait_for_function(_SETTLED)
    session = page.context.new_cdp_session(page)
    found = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    by_id = {each["nodeId"]: each for each in found}

    def read(each: Mapping[str, Any]) -> list[Node]:
        inside = [node for child in each.get("childIds", ()) if child in by_id for node in read(by_id[child])]
        role = each["role"]["value"]
        if each.get("ignored") or role in SILENT:
            return inside
        states = {
            state["name"]: state["value"].get("value")
            for state in each.get("properties", ())
            if state["name"] in STATES
        }
        name = " ".join(str(each.get("name", {}).get("value", "")).split())
        return [Node(role, name, states, inside)]

    return Node("page", "", {}, read(found[0]))


def heard(node: Node) -> list[str]:
    """The tree line by line, as a reader that goes through the page says it."""
    said: list[str] = []
    if node.role == "StaticText":
        return [node.name] if node.name else []
    word = NAMED.get(node.role, "")
    if word:
        level = f" {node.states['level']}" if node.role == "heading" else ""
        state = "".join(
            f", {french}"
            for name, value, french in (
                ("expanded", True, "déplié"),
                ("expanded", False, "replié"),
                ("current", "page", "page courante"),
                ("required", True, "requis"),
                ("invalid", "true", "fautif"),
            )
            if node.states.get(name) == value
        )
        said.append(f"{word}{level}{state} : {node.name}" if node.name else f"{word}{level}{state}")
    for each in node.inside:
        if each.role in {"LabelText", "caption"}:
            continue  # a field's name and a table's caption are said with the field and the table
        inner = heard(each)
        # What a control, a heading or a picture is called is said once; other things inside it are still met.
        own = node.role in CONTROLS or node.role in _SELF_SAID
        said += [line for line in inner if " : " in line and line.split(" : ", 1)[1] != node.name] if own else inner
    return said
