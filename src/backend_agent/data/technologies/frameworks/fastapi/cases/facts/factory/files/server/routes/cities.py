from fastapi import APIRouter

router = APIRouter(prefix="/cities")


@router.get("/{name}")
def show_city(name: str): ...
