fetch("http://api.partner.com/v1"); // expect: plain-http-js
