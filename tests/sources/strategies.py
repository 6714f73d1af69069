"""Generated rows of data·inclusion, valid by the schema: the one place where they are described."""

from datetime import date, timedelta

from data_inclusion.schema import v1
from hypothesis import strategies as st

TODAY = date.today()

plain_text = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff"), min_size=1, max_size=40
).filter(lambda text: bool(text.strip()))
titles = st.text(st.sampled_from("abcdeéèàç 'ô\"\\«»<>"), min_size=3, max_size=60).filter(lambda t: len(t.strip()) > 2)
keys = st.from_regex(r"[a-z]{2,8}--[A-Za-z0-9:_-]{1,12}", fullmatch=True)
links = st.from_regex(r"https://[a-z]{2,10}\.fr(/[a-z0-9%é \[\]|{}?#&=-]{0,20})?", fullmatch=True).filter(
    lambda link: "%" not in link
)
dates = st.one_of(
    st.integers(0, 800).map(lambda days: (TODAY - timedelta(days=days)).isoformat()),
    st.sampled_from([178, 179, 180, 181, 182, 729, 730, 731]).map(lambda n: (TODAY - timedelta(days=n)).isoformat()),
)
descriptions = st.one_of(
    st.integers(5, 10_000).map(lambda length: ("Une aide. " * 1_001)[:length]),
    st.sampled_from([49, 50, 51, 199, 200, 201, 1999, 2000, 2001, 10_000]).map(lambda length: "d" * length),
    titles.map(lambda text: f"Texte : {text}"),
)


def values(kind, *, least=1):
    """A list of distinct values of an enumeration, or nothing."""
    return st.none() | st.lists(st.sampled_from([one.value for one in kind]), min_size=least, max_size=4, unique=True)


publics = (
    st.none()
    | st.just(["tous-publics"])
    | st.lists(
        st.sampled_from([one.value for one in v1.Public if one.value != "tous-publics"]),
        min_size=1,
        max_size=4,
        unique=True,
    )
)
zones = st.none() | st.lists(
    st.sampled_from(["35", "2A", "974", "35238", "243500139", "france", "99100", "75101"]),
    min_size=1,
    max_size=3,
    unique=True,
)
coordinates = st.floats(-90, 90, allow_nan=False).map(lambda number: round(number, 5))

_place = {
    "commune": st.none() | titles,
    "code_postal": st.none() | st.sampled_from(["35000", "01000", "20000"]),
    "code_insee": st.none() | st.sampled_from(["35238", "01001", "2A004", "75101"]),
    "adresse": st.none() | plain_text,
    "complement_adresse": st.none() | plain_text,
    "longitude": st.none() | coordinates,
    "latitude": st.none() | coordinates,
    "telephone": st.none() | st.sampled_from(["+33299000000", "02 99 00 00 00"]),
    "courriel": st.none() | st.sampled_from(["contact@exemple.fr", "a.b-c@mairie-x.fr"]),
    "horaires_accueil": st.none() | st.just("Mo-Fr 08:30-12:30; PH off"),
}

services = st.fixed_dictionaries(
    {
        "source": st.sampled_from(["dora", "agefiph", "france-travail", "carif-oref"]),
        "structure_id": keys,
        "id": keys,
        "nom": titles,
        "description": descriptions,
        "date_maj": dates,
        "lien_source": st.none() | links,
        "type": st.none() | st.sampled_from([one.value for one in v1.TypeService]),
        "thematiques": values(v1.Thematique),
        "frais": st.none() | st.sampled_from(["gratuit", "payant"]),
        "frais_precisions": st.none() | plain_text,
        "publics": publics,
        "publics_precisions": st.none() | plain_text,
        "conditions_acces": st.none() | plain_text,
        "modes_accueil": values(v1.ModeAccueil),
        "zone_eligibilite": zones,
        "contact_nom_prenom": st.none() | plain_text,
        "lien_mobilisation": st.none() | links,
        "modes_mobilisation": values(v1.ModeMobilisation),
        "mobilisable_par": values(v1.PersonneMobilisatrice),
        "mobilisation_precisions": st.none() | plain_text,
        "volume_horaire_hebdomadaire": st.none() | st.sampled_from([0.5, 2.0, 35.0]),
        "nombre_semaines": st.none() | st.integers(1, 52),
        "identifiant_interne": st.none() | st.just("x-1"),
        **_place,
    }
)

structures = st.fixed_dictionaries(
    {
        "source": st.just("dora"),
        "id": keys,
        "nom": titles,
        "date_maj": dates,
        "description": st.none() | descriptions,
        "lien_source": st.none() | links,
        "siret": st.none() | st.just("13003013300016"),
        "site_web": st.none() | links,
        "accessibilite_lieu": st.none() | links,
        "reseaux_porteurs": values(v1.ReseauPorteur),
        **_place,
    }
)

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
