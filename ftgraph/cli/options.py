"""Options that several commands take, each said once."""

from pathlib import Path
from typing import Annotated

import typer

On = Annotated[str, typer.Option("--on", help="Jour de la question, AAAA-MM-JJ ; par défaut aujourd’hui.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Fichier à écrire ; son suffixe donne le format.")]
Lang = Annotated[str, typer.Option("--lang", help="Langue : fr ou en.")]
Limit = Annotated[int, typer.Option("--limit", "-n", help="Lignes du tableau affiché.", min=0, max=1000)]
Territory = Annotated[
    str,
    typer.Option(
        "--territory",
        "-t",
        help="Territoire : departement:35, bassin:EX35-01, region:53, un code, un nom, un code postal.",
    ),
]
Within = Annotated[
    str, typer.Option("--territory", "-t", help="Territoire et ceux qu’il contient : departement:35, region:53, 35…")
]
Committee = Annotated[str, typer.Option("--committee", "-c", help="Clé d’un comité (« ftgraph committee list »).")]
Rejects = Annotated[
    Path | None,
    typer.Option("--rejects", help="Fichier des lignes fautives (CSV) ; par défaut rejets/CLÉ.csv près de l’entrepôt."),
]
Licence = Annotated[str, typer.Option("--licence", help="Adresse de la licence.")]
Strict = Annotated[bool, typer.Option("--strict", help="Tout refuser si une ligne est fautive.")]
