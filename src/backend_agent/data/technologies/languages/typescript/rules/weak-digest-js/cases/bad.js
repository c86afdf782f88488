const sign = (text) => crypto.createHash("md5").update(text).digest("hex"); // expect: weak-digest-js
