class A { void a() { generator.initialize(3072); } }
