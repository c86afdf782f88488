from fastapi import APIRouter

from .store import engine

router = APIRouter(prefix="/pallets")


@router.get("")
async def list_pallets() -> list[str]:
    return []
