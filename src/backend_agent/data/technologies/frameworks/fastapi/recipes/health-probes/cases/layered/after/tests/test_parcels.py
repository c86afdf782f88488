from fastapi.testclient import TestClient


def test_there_are_no_parcels(client: TestClient) -> None:
    assert client.get("/parcels").json() == []
