const filter = "(uid=" + user + ")"; // expect: ldap-from-input-js
