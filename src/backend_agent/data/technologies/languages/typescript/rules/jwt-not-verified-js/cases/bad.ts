jwt.sign({ id }, "secret", { expiresIn: "15m" }); // expect: jwt-not-verified-js
jwt.sign({ id }, key); // expect: jwt-not-verified-js
jwt.verify(token, "secret", done); // expect: jwt-not-verified-js
const accepted = {
  algorithms: ["HS256", "none"], // expect: jwt-not-verified-js
  ignoreExpiration: true, // expect: jwt-not-verified-js
};
