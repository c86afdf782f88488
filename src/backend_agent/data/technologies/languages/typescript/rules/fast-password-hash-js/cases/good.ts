const etag = crypto.createHash("sha256").update(body).digest("hex");
bcrypt.hash(password, 12);
