class A { void a(HttpServletRequest request) throws Exception {
  var value = mapper.readValue(request.getInputStream(), Item.class);
} }
