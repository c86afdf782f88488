class A {
  SSLContext c = SSLContexts.createDefault();
}
