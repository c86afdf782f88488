const jitter = () => Math.random() * 100;
function makeToken() {
  return crypto.randomBytes(32).toString("hex");
}
