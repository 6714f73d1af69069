"""The data change while the server serves: pages hold together, a new generation is seen without a restart."""

import time

from ftgraph.solutions import cursor

PATH = "/api/v1/solutions"


def follow(client, generation: int) -> None:
    """Ask until the server has switched."""
    deadline = time.monotonic() + 20
    while client.get(PATH, params={"limit": 0}).json()["generation"] != generation:
        assert time.monotonic() < deadline, "the new generation was never served"
        client.wait(0.05)


def test_a_new_generation_is_served_without_restart(shelf, row, open_client) -> None:
    shelf.publish([row("a")])
    client = open_client(shelf.settings)
    first = client.get(PATH)
    assert first.json()["total"] == 1
    follow(client, shelf.publish([row("a"), row("b")]))
    second = client.get(PATH, headers={"If-None-Match": first.headers["etag"]})
    assert (second.status_code, second.json()["total"]) == (200, 2)


def test_pages_hold_together_while_data_change(shelf, row, open_client) -> None:
    shelf.publish([row(name) for name in "bdfhj"])
    client = open_client(shelf.settings)
    first = client.get(PATH, params={"limit": 2}).json()
    follow(client, shelf.publish([row(name) for name in "acegi"]))
    seen = [each["id"] for each in first["rows"]]
    following = first["next_cursor"]
    while following:
        page = client.get(PATH, params={"limit": 2, "cursor": following}).json()
        assert page["generation"] == first["generation"]
        seen += [each["id"] for each in page["rows"]]
        following = page["next_cursor"]
    assert sorted(seen) == list("bdfhj")


def test_a_cursor_of_a_dropped_generation_is_gone(shelf, row, open_client) -> None:
    shelf.publish([row(name) for name in "abc"])
    client = open_client(shelf.settings)
    following = client.get(PATH, params={"limit": 2}).json()["next_cursor"]
    client.close()
    for names in ("d", "e", "f", "g"):
        newest = shelf.publish([row(name) for name in names])
    again = open_client(shelf.settings)
    follow(again, newest)
    answer = again.get(PATH, params={"limit": 2, "cursor": following})
    assert answer.status_code == 410
    assert answer.json()["type"].endswith("/cursor-expired")
    assert answer.json()["cure"]


def test_a_cursor_belongs_to_its_question(shelf, row, open_client) -> None:
    shelf.publish([row(name) for name in "abc"])
    client = open_client(shelf.settings)
    following = client.get(PATH, params={"limit": 2}).json()["next_cursor"]
    answer = client.get(PATH, params={"limit": 2, "cursor": following, "fee": "payant"})
    assert answer.status_code == 400
    assert "autre question" in answer.json()["detail"]
    assert cursor.generation(following) == 1


def test_an_empty_store_says_so_then_heals(shelf, row, open_client) -> None:
    client = open_client(shelf.settings)
    for path in (PATH, "/health/ready", "/api/v1/coverage?territory=departement:35"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert answer.json()["type"].endswith("/store-empty")
    assert client.get("/health/live").status_code == 200
    assert "Rien n’est encore publié" in client.get("/").text
    shelf.publish([row("a")])
    assert client.get(PATH).json()["total"] == 1
    assert client.get("/health/ready").json() == {"status": "ready", "generation": 1, "solutions": 1}


def test_two_stores_of_the_same_number_have_two_tags(shelf, row, open_client, published) -> None:
    assert shelf.publish([row("a")]) == 1
    query = {"territory": "commune:35238"}
    tags = [open_client(settings).get(PATH, params=query).headers["etag"] for settings in (shelf.settings, published)]
    assert tags[0] != tags[1]
