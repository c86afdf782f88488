import pytest
from httpx import AsyncClient

pytestmark = pytest.mark.anyio


async def test_there_are_no_pallets(client: AsyncClient) -> None:
    assert (await client.get("/api/v1/pallets")).json() == []
