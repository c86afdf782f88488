generateKeyPairSync("rsa", { modulusLength: 1024 }); // expect: short-key-js
