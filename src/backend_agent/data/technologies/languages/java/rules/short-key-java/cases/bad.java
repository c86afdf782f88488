class A { void a() { generator.initialize(1024); } } // expect: short-key-java
