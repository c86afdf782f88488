const c = crypto.createCipheriv("des-cbc", key, iv); // expect: weak-cipher-js
