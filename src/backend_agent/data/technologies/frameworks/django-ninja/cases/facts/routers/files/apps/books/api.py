from ninja import Query, Router, Schema

from books.auth import TokenAuth

router = Router()


class BookIn(Schema):
    title: str


class BookOut(BookIn):
    id: int


class Filters(Schema):
    word: str = ""


@router.get("", response=list[BookOut])
def books(request, filters: Query[Filters]):
    return []


@router.post("/", response={201: BookOut}, auth=TokenAuth())
def add(request, body: BookIn):
    return 201, body


@router.api_operation(["PUT", "PATCH"], "/{int:book_id}")
def change(request, book_id: int, body: BookIn):
    return {}
