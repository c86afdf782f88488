import pytest
from fastapi.testclient import TestClient

from room.database import engine
from room.main import app
from room.models import Base


@pytest.fixture
def client():
    Base.metadata.create_all(engine)
    with TestClient(app, headers={"X-User": "ada"}) as client:
        yield client
    Base.metadata.drop_all(engine)
