from fastapi import APIRouter

router = APIRouter(prefix="/parcels", tags=["parcels"])


@router.get("")
async def list_parcels() -> list[str]:
    return []
