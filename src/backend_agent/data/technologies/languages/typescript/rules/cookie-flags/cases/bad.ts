// expect: cookie-flags
app.use(session({
  secret: cookieSecret,
  // cookie: { httpOnly: true, secure: true }
}));
res.cookie("token", value); // expect: cookie-flags
res.setHeader("Set-Cookie", `auth_token=${token}; Path=/; HttpOnly`); // expect: cookie-flags
