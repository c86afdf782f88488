app.get("/l", (req, res) => {
  return res.redirect(req.query.url); // expect: redirect-from-input
});
function goOn(returnUrl, res) {
  return res.redirect(returnUrl); // expect: redirect-from-input
}
