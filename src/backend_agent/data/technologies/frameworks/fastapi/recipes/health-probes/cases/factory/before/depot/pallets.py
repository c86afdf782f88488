from fastapi import APIRouter

router = APIRouter(prefix="/pallets")


@router.get("")
def list_pallets() -> list[str]:
    return []
