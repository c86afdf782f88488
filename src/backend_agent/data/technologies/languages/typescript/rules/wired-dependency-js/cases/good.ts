export class OrderService {
  constructor(private readonly orders: OrderRepository) {}
}
export class Container {
  orders = new OrderRepository();
}
