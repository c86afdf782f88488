from fastapi import APIRouter

router = APIRouter(prefix="/rivers")
forgotten = APIRouter(prefix="/forgotten")


@router.get("/")
def list_rivers(): ...


@forgotten.get("/")
def never_reached(): ...
