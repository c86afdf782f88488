from fastapi.testclient import TestClient

from depot.main import app


def test_there_are_no_pallets() -> None:
    assert TestClient(app).get("/pallets").json() == []
