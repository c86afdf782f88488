function saveSecret(path) {
  fs.chmodSync(path, 0o660); // expect: secret-file-for-all-js
}
