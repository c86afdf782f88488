const code = crypto.randomInt(10000000, 99999999);
