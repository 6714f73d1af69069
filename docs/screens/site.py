"""Make the pictures of the site's pages at 1280 and 390 pixels: `make screens`. Needs Chromium.

The store that `FTGRAPH_STORE` names is served on a free port of this machine, and shot page by page.
"""

import io
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
FTGRAPH = str(Path(sys.executable).parent / "ftgraph")
SOLUTION = "exemple-35--preparer-le-code-de-la-route-en-petit-groupe-auto-ecole-rennes"
PAGES = {
    "accueil": "/",
    "trouver": "/?text=pas+le+permis&territory=departement:35",
    "rien": "/?barrier=sante--addictions&territory=bassin:EX35-08",
    "fiche": f"/solutions/{SOLUTION}",
    "structure": "/structures/exemple-35--auto-ecole-rennes",
    "manques": "/manques?territory=departement:35&beside=departement:22",
    "territoire": "/territoires/departement:35",
    "carte": "/carte",
    "gouvernance": "/gouvernance",
    "comite": "/comites/departement-35-code-du-travail",
    "pilotage": "/pilotage",
    "contrats": "/contrats?territory=departement:35",
    "charte": "/charte",
    "besoins": "/besoins",
    "feuilles-de-route": "/feuilles-de-route?committee=local-fougeres",
    "indicateurs": "/indicateurs?territory=departement:35",
    "reseau": "/reseau?territory=departement:35",
    "qualite": "/qualite",
    "raisonnement": "/raisonnement",
    "verifier": "/verifier",
    "donnees": "/donnees",
    "a-propos": "/a-propos",
    "accessibilite": "/a-propos/accessibilite",
}
WIDTHS = (1280, 390)
TALLEST = 2200
COLOURS = 32
LEGEND = ((0xFF, 0xFF, 0xFF), (0xE2, 0xEC, 0xF8), (0xB3, 0xCF, 0xEE), (0x87, 0xB1, 0xE3))
"""White and the colours of a map’s classes: a legend may be the only place where one stands, and is told by it."""
NEAR = 8  # of 255: what is told apart from white and from the legend's colours


def main() -> None:
    """Write `<page>-<width>.png` beside this file, each of modest size: few colours, cut past 2,200 pixels."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("Chromium is needed: apt-get install chromium")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    server = subprocess.Popen([FTGRAPH, "serve", "--port", str(port)], stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        wait(address)
        shoot(chromium, address)
    finally:
        server.terminate()
        server.wait(20)


def wait(address: str) -> None:
    """Until the server answers, two minutes at most."""
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{address}/health/ready", timeout=2).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    sys.exit("The server does not answer.")


def shoot(chromium: str, address: str) -> None:
    """All pages at all widths."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for width in WIDTHS:
            page = browser.new_context(locale="fr-FR", viewport={"width": width, "height": 800}).new_page()
            for name, path in PAGES.items():
                page.goto(address + path)
                height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
                picture = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
                few_colours(Image.open(io.BytesIO(picture)).convert("RGB")).save(
                    HERE / f"{name}-{width}.png", optimize=True
                )
        browser.close()


def few_colours(picture: Image.Image) -> Image.Image:
    """The picture in few colours, those of the legend among them."""
    values = picture.quantize(COLOURS - len(LEGEND)).getpalette() or []
    own = [
        colour
        for colour in zip(*[iter(values)] * 3, strict=True)
        if all(max(abs(a - b) for a, b in zip(colour, kept, strict=True)) > NEAR for kept in LEGEND)
    ]
    palette = Image.new("P", (1, 1))
    palette.putpalette([value for colour in (*LEGEND, *own) for value in colour])
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


if __name__ == "__main__":
    main()
