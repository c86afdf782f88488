function save(users, ssn) {
  const user = {};
  user.ssn = ssn; // expect: personal-number-in-clear-js
  users.update({ id: 1 }, { $set: user });
}
