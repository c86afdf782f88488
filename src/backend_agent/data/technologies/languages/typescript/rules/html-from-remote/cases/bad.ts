app.get("/x", (req, res) => {
  needle.get(url, (error, response, body) => {
    res.write("<h1>" + body); // expect: html-from-remote
  });
});
