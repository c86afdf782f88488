class A { Object c = Cipher.getInstance("AES/GCM/NoPadding"); }
