export function read(token) {
  return jwt.verify(token, key, { algorithms: ["ES256"], audience: "shop" });
}
