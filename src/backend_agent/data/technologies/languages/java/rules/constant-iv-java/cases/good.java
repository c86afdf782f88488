class A { Object s = new IvParameterSpec(iv); }
