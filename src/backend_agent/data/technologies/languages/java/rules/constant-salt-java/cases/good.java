class A { byte[] salt = random(); }
