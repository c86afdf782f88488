class OrderService:
    def __init__(self):
        self.orders = OrderRepository()  # expect: wired-dependency
