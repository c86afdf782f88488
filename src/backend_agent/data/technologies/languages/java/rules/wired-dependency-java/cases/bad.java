class OrderService {
    private final OrderRepository orders = new OrderRepository(); // expect: wired-dependency-java
}
