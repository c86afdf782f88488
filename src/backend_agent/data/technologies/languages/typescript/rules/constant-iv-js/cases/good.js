const iv = crypto.randomBytes(16);
