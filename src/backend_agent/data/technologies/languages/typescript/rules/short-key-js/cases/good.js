generateKeyPairSync("rsa", { modulusLength: 3072 });
