app.use(session({ secret: s, cookie: { httpOnly: true, secure: true } }));
res.cookie("token", value, { httpOnly: true, secure: true });
res.cookie("theme", "dark");
res.cookie("token", value, cookieOptions);
