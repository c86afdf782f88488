class A { void a(InputStream in) throws Exception {
  var factory = DocumentBuilderFactory.newInstance(); // expect: xml-entities-java
  factory.newDocumentBuilder().parse(in);
} }
