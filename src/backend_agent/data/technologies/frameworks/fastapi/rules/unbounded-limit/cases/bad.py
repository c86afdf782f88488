@router.get("/orders")
def list_orders(skip: int = 0, limit: int = 100):  # expect: unbounded-limit
    return []


@app.get("/items")
async def list_items(
    size: int = Query(20, ge=1),  # expect: unbounded-limit
):
    return []
