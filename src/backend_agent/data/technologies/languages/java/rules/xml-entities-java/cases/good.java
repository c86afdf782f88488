class A { void a(InputStream in) throws Exception {
  var factory = DocumentBuilderFactory.newInstance();
  factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
  factory.newDocumentBuilder().parse(in);
} }
