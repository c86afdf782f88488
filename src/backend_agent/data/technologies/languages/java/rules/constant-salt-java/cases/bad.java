class A { String salt = "pepper"; } // expect: constant-salt-java
