return { $where: `this.userId == ${id}` }; // expect: nosql-from-input
query["$where"] = 1;
find({ "$where": fn }); // expect: nosql-from-input
app.post("/login", (req, res) => {
  // expect: nosql-from-input
  User.find({ name: req.body.name, password: req.body.password }, (err, found) => res.json(found.length));
});
