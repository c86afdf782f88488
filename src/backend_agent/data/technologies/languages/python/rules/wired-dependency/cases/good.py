class OrderService:
    def __init__(self, orders: OrderRepository) -> None:
        self.orders = orders


class Container:
    def __init__(self):
        self.orders = OrderRepository()
