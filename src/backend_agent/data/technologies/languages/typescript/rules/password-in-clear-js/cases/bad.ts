function check(user, password) {
  return user.password === password; // expect: password-in-clear-js
}
const comparePassword = (fromDB, fromUser) => {
  return fromDB === fromUser; // expect: password-in-clear-js
};
function add(password) {
  users.insert({
    password: password // expect: password-in-clear-js
  });
}
app.post("/login", (req, res) => {
  User.find({ name: req.body.name, password: req.body.password }, (err, found) => res.json(found.length)); // expect: password-in-clear-js
});
