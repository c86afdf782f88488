class Orders {
    @Transactional
    void order(Order order) {
        orderRepository.save(order);
        stockRepository.save(order.stock());
    }
}
