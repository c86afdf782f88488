class A { Object c = Cipher.getInstance("DES/CBC/PKCS5Padding"); } // expect: weak-cipher-java
