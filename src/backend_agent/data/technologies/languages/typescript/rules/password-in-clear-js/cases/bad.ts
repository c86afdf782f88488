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
