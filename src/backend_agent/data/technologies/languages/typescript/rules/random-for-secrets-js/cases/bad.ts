function makeToken() {
  return Math.random().toString(36); // expect: random-for-secrets-js
}
