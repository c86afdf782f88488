if (password === confirmPassword) {}
if (req.body.password !== req.body.password2) {}
function add(hash) {
  users.insert({ password: hash });
}
signIn({ password: password });
