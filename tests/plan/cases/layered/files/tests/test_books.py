def create_book(client):
    payload = {
        "title": "Dune",
        "pages": 412,
        "price": "9.90",
        "blurb": "Sand",
    }
    return client.post("/api/v1/books", json=payload)


def test_create_book(client):
    response = create_book(client)
    assert response.status_code == 201
    content = response.json()
    assert content["title"] == "Dune"
    assert content["pages"] == 412
    assert content["price"] == "9.90"
    assert content["blurb"] == "Sand"


def test_list_books(client):
    create_book(client)
    response = client.get("/api/v1/books")
    assert response.status_code == 200
    assert len(response.json()) == 1


def test_read_book_of_somebody_else(client):
    book_id = create_book(client).json()["id"]
    response = client.get(f"/api/v1/books/{book_id}", headers={"X-User": "bob"})
    assert response.status_code == 404


def test_delete_book(client):
    book_id = create_book(client).json()["id"]
    assert client.delete(f"/api/v1/books/{book_id}").status_code == 204
    assert client.get(f"/api/v1/books/{book_id}").status_code == 404
