function list(req, res) {
  db.User.findAll({}).then((users) => { // expect: users-as-they-are
    res.json({ users });
  });
}
