@router.get("/orders")
def list_orders(limit: int = Query(20, ge=1, le=100)):
    return []


def read(limit: int = 100):
    return limit


@router.get("/items")
def list_items(limit: Annotated[int, Query(ge=1, le=100)] = 20):
    return []
