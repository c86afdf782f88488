app.get("/file", (req, res) => {
  const name = req.query.name;
  res.sendFile(path.join(root, name)); // expect: path-from-input-js
});
export function keep(req, res) {
  const sampleFile = req.files.file;
  sampleFile.mv(__dirname + "/../uploads/" + sampleFile.name, done); // expect: path-from-input-js
}
