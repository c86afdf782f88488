const sign = (text) => crypto.createHash("sha256").update(text).digest("hex");
const tag = (text) => crypto.createHash("md5").update(text).digest("hex");
