const salt = crypto.randomBytes(16);
