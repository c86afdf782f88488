const express = require('express');
const session = require('express-session');

const app = express();
app.use(session({
  secret: process.env.SESSION_SECRET,
  resave: false,
  cookie: { httpOnly: true, sameSite: 'lax', secure: process.env.NODE_ENV === 'production' },
}));
app.post('/login', (req, res) => {
  res.cookie('token', sign(req.user), { httpOnly: true, sameSite: 'lax', secure: process.env.NODE_ENV === 'production' });
  res.cookie('session_id', req.id, { maxAge: 3600, httpOnly: true, sameSite: 'lax', secure: process.env.NODE_ENV === 'production' });
  res.cookie('token', sign(req.user), { httpOnly: false });
});
