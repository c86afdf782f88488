const code = crypto.randomInt(1000, 9999); // expect: short-code-js
