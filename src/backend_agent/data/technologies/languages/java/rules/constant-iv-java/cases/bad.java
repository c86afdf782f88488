class A { Object s = new IvParameterSpec(new byte[16]); } // expect: constant-iv-java
