function list(req, res) {
  db.User.findAll({ attributes: ["id", "name"] }).then((users) => res.json({ users }));
}
function count(req, res) {
  db.Product.findAll({}).then((rows) => res.json(rows));
}
