"""Coverage, territories, vocabularies, health."""

import csv
import io

import pytest
from openpyxl import load_workbook


def test_coverage_counts_each_cell_and_names_what_is_missing(client) -> None:
    answer = client.get("/api/v1/coverage", params={"territory": "departement:35", "on": "2026-11-24"})
    matrix = answer.json()
    assert matrix["zoning"] == {"value": "clpe", "label": "Comités locaux"}
    zones = [zone["label"] for zone in matrix["zones"]]
    assert zones == ["Fougères", "Rennes", "Vitré"]
    barriers = [barrier["value"] for barrier in matrix["barriers"]]
    cell = matrix["cells"][zones.index("Vitré")][barriers.index("mobilite")]
    assert cell == {
        "on_site": 0, "remote": 1, "wider_zone": 1, "unstated": 1, "total": 3, "out_of_date": 1, "gap": None,
    }  # fmt: skip
    assert matrix["cells"][0][barriers.index("sante")]["gap"] == "nothing"


def test_coverage_is_kept_and_the_same(client) -> None:
    query = {"territory": "departement:35", "zoning": "epci", "barrier": "mobilite"}
    first = client.get("/api/v1/coverage", params=query)
    again = client.get("/api/v1/coverage", params=query)
    assert first.content == again.content
    tagged = client.get("/api/v1/coverage", params=query, headers={"If-None-Match": first.headers["etag"]})
    assert tagged.status_code == 304


def test_coverage_as_csv_and_workbook(client) -> None:
    query = {"territory": "departement:35", "on": "2026-11-24"}
    text = client.get("/api/v1/coverage.csv", params=query).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert len(rows) == 3 * 16
    health = next(row for row in rows if row["Zone"] == "Vitré" and row["Code du frein"] == "sante")
    assert (health["Total"], health["Manque"]) == ("0", "rien")
    book = load_workbook(io.BytesIO(client.get("/api/v1/coverage.xlsx", params=query).content))
    assert book.sheetnames == ["Matrice", "Détail", "À propos"]
    zero = next(cell for row in book["Matrice"].iter_rows(min_row=2, min_col=2) for cell in row if cell.value == 0)
    assert "rien" in zero.number_format


def test_territories_by_the_beginning_of_a_name(client) -> None:
    def values(**query: object) -> list[str]:
        answer = client.get("/api/v1/territories", params=query)
        return [each["value"] for each in answer.json()["territories"]]

    assert values(q="Rennes")[-1] == "epci:243500139"  # its name only begins so; the others are called so
    assert set(values(q="renn")) == {"commune:35238", "clpe:EX1", "arrondissement:353", "epci:243500139"}
    assert values(q="Sévigné") == ["commune:35051"]
    assert values(q="sevi") == ["commune:35051"]
    assert values(q="35360") == ["commune:35360"]
    assert values(q="renn", kind="commune") == ["commune:35238"]
    assert "clpe:EX1" not in values(q="renn", on="2020-01-01")
    assert len(values(q="r", limit=1)) == 1
    assert values(q="zzz") == []
    assert values(q="!!!") == []


def test_one_territory(client) -> None:
    zone = client.get("/api/v1/territories/clpe/EX1").json()
    assert (zone["value"], zone["communes"], zone["population"]) == ("clpe:EX1", 2, 248890)
    assert zone["iri"].endswith("/id/zone/clpe/2026-01-01/EX1")
    assert client.get("/api/v1/territories/commune/Vitré").json()["code"] == "35360"


def test_vocabulary(client) -> None:
    values = client.get("/api/v1/vocabularies/barrier").json()["values"]
    by_code = {value["value"]: value for value in values}
    assert by_code["mobilite--preparer-un-permis"]["broader"] == ["mobilite"]
    assert by_code["mobilite"]["label"] == "Mobilité"
    english = client.get("/api/v1/vocabularies/fee", params={"lang": "en"}).json()["values"]
    assert english[0]["label"] == "Free of charge"


def test_health_and_home(client) -> None:
    assert client.get("/health/live").json() == {"status": "live"}
    assert client.get("/health/ready").json()["solutions"] == 6
    home = client.get("/")
    assert home.headers["content-type"].startswith("text/html")
    assert "Trouver une solution" in home.text


@pytest.mark.parametrize("path", ["/api/v1/solutions?barrier=mobilite", "/api/v1/coverage?territory=departement:35"])
def test_a_day_is_on_and_its_former_name_is_still_read(client, path):
    now = client.get(f"{path}&on=2026-11-20").json()
    assert now["as_of"] == "2026-11-20"
    assert client.get(f"{path}&as_of=2026-11-20").json() == now
    assert client.get(f"{path}&as_of=2026-11-24&on=2026-11-20").json() == now, "the present name wins"
    described = client.get("/openapi.json").json()["paths"][path.partition("?")[0]]["get"]["parameters"]
    days = {each["name"]: each.get("deprecated", False) for each in described if each["name"] in ("on", "as_of")}
    assert days == {"on": False, "as_of": True}
