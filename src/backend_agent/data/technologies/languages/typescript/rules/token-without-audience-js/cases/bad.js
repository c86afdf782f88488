export function read(token) {
  // expect: token-without-audience-js
  return jwt.verify(token, key, { algorithms: ["ES256"] });
}
