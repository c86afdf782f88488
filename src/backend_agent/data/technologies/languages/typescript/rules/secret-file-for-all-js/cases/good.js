function saveSecret(path) {
  fs.chmodSync(path, 0o600);
}
