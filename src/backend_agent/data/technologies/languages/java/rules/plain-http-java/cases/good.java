class A { Object o = new RestTemplate().getForObject("http://localhost/a", A.class); }
