const express = require('express');
const session = require('express-session');

const app = express();
app.use(session({
  secret: process.env.SESSION_SECRET,
  resave: false,
}));
app.post('/login', (req, res) => {
  res.cookie('token', sign(req.user));
  res.cookie('session_id', req.id, { maxAge: 3600 });
  res.cookie('token', sign(req.user), { httpOnly: false });
});
