"""Texts as people read them: what sources wrote in Markdown or HTML, as plain text; phone numbers in pairs."""

import html
import re

_MEANS_NOTHING = frozenset(
    {
        *"- -- --- – — . .. … / ? x aucun aucune aucun(e) néant neant rien vide".split(),
        *"n/a na n.a. nc n.c. nr ras r.a.s. null none nan".split(),
        "non renseigné",
        "non renseignée",
        "non précisé",
        "non précisée",
        "non communiqué",
        "sans objet",
        "à compléter",
    }
)
_LONGEST = 100_000
# Every pattern is linear: no repetition holds another, and each stops at its own delimiter.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_BREAKS = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/tr|/ul|/ol)\s{0,8}/?>", re.IGNORECASE)
_ITEMS = re.compile(r"<li(?:\s[^<>]{0,200})?>", re.IGNORECASE)
_TAGS = re.compile(r"</?[A-Za-z][^<>]{0,500}>|<!--[^<>]{0,500}-->")
_IMAGES = re.compile(r"!\[([^\[\]\n]{0,300})\]\([^()\s]{0,1000}\)")
_LINKS = re.compile(r"\[([^\[\]\n]{1,300})\]\(([^()\s]{1,1000})\)")
_HEADINGS = re.compile(r"^ {0,3}#{1,6} +(.*?) *#* *$", re.MULTILINE)
_RULES = re.compile(r"^ {0,3}(?:-{3,}|\*{3,}|_{3,}) *$", re.MULTILINE)
_BULLETS = re.compile(r"^( {0,8})[*+\-] +", re.MULTILINE)
_QUOTES = re.compile(r"^ {0,3}> ?", re.MULTILINE)
_STARS = re.compile(r"(?<![\w*])\*{1,3}(?=[^\s*])([^*\n]{1,2000})(?<=\S)\*{1,3}(?![\w*])")
_UNDERSCORES = re.compile(r"(?<![\w_])_{1,3}(?=[^\s_])([^_\n]{1,2000})(?<=\S)_{1,3}(?![\w_])")
_CODE = re.compile(r"`{1,3}([^`\n]{1,2000})`{1,3}")
_ESCAPES = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>&])")
_SPACES = re.compile(r"[ \t\xa0]+")
_BLANK_LINES = re.compile(r"\n(?:[ \t\xa0]*\n){2,}")


def plain(text: str) -> str:
    """`text` without markup, entities or control characters; empty when it only says that there is nothing ("-").

    Lines are kept. Texts past 100,000 characters are cut.
    """
    if not text:
        return ""
    cleaned = _CONTROLS.sub("", text[:_LONGEST].replace("\r\n", "\n").replace("\r", "\n"))
    if "&" in cleaned:
        cleaned = _CONTROLS.sub("", html.unescape(html.unescape(cleaned)))
    if "<" in cleaned:
        cleaned = _TAGS.sub("", _ITEMS.sub("\n• ", _BREAKS.sub("\n", cleaned)))
    cleaned = _without_markdown(cleaned)
    cleaned = _SPACES.sub(" ", cleaned)
    cleaned = "\n".join(line.strip() for line in _BLANK_LINES.sub("\n\n", cleaned).split("\n")).strip()
    return "" if cleaned.lower() in _MEANS_NOTHING else cleaned


def _without_markdown(text: str) -> str:
    if "[" in text:
        text = _LINKS.sub(_link, _IMAGES.sub(r"\1", text))
    text = _RULES.sub("", _HEADINGS.sub(r"\1", _QUOTES.sub("", text)))
    text = _BULLETS.sub(r"\1• ", text)
    if "*" in text:
        text = _STARS.sub(r"\1", _STARS.sub(r"\1", text))
    if "_" in text:
        text = _UNDERSCORES.sub(r"\1", text)
    if "`" in text:
        text = _CODE.sub(r"\1", text)
    return _ESCAPES.sub(r"\1", text) if "\\" in text else text


def _link(match: re.Match[str]) -> str:
    label, address = match.groups()
    return address if label.strip() in (address, "") else f"{label} ({address})"


def one_line(text: str, longest: int = 0) -> str:
    """Plain text on one line, cut at a word with « … » when longer than `longest` characters (0: never cut)."""
    line = " ".join(plain(text).split())
    if not longest or len(line) <= longest:
        return line
    cut = line[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:.")
    return f"{cut or line[: longest - 1]}…"


_FRENCH_PHONE = re.compile(r"(?:(?:\+|00)33(?:0)?|0)([1-9]\d{8})")
_FOREIGN_PHONE = re.compile(r"\+\d{6,15}")


def phone(text: str) -> str:
    """A phone number as it is read aloud: `+33299000000` → `02 99 00 00 00`; one that is not French keeps its prefix.

    Pairs also keep a spreadsheet from taking the number for a sum or eating its first zero.
    """
    raw = one_line(text)
    digits = re.sub(r"[\s().\-/\xa0]", "", raw)
    if found := _FRENCH_PHONE.fullmatch(digits):
        digits = "0" + found.group(1)
        return " ".join(digits[start : start + 2] for start in range(0, 10, 2))
    if _FOREIGN_PHONE.fullmatch(digits):
        rest = digits[3:]
        return " ".join([digits[:3], *(rest[start : start + 2] for start in range(0, len(rest), 2))])
    return raw
