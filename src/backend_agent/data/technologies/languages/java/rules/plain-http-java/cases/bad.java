class A { Object o = new RestTemplate().getForObject("http://api.partner.com/a", A.class); } // expect: plain-http-java
