function save(users, ssn) {
  const user = {};
  user.ssn = encrypt(ssn);
  users.update({ id: 1 }, { $set: user });
}
function show(ssn) {
  user.ssn = ssn;
}
