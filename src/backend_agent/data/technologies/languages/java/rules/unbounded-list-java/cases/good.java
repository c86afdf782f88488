class A {
  Page<B> a(Pageable page) {
    return bRepository.findAll(page);
  }
}
