jwt.sign({ id }, key, { expiresIn: "15m" });
jwt.sign({ id, exp }, key);
jwt.verify(token, key, { algorithms: ["EdDSA"] });
