from fastapi.testclient import TestClient


def test_create_plant(client: TestClient) -> None:
    data = {"label": "Fern", "height": 1.5, "remark": "Shade"}
    response = client.post("/api/v1/plants/", json=data)
    assert response.status_code == 200
    content = response.json()
    assert content["label"] == data["label"]
    assert content["height"] == data["height"]
    assert content["remark"] == data["remark"]


def test_read_plant_not_found(client: TestClient) -> None:
    response = client.get("/api/v1/plants/999")
    assert response.status_code == 404
