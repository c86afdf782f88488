from fastapi import APIRouter

router = APIRouter(prefix="/pallets")


@router.get("")
async def list_pallets() -> list[str]:
    return []
