class Orders {
    // expect: writes-without-transaction-java
    void order(Order order) {
        orderRepository.save(order);
        stockRepository.save(order.stock());
    }
}
