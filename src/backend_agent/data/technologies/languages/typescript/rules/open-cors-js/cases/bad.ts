app.use(cors({ origin: true, credentials: true })); // expect: open-cors-js
const reflected = { // expect: open-cors-js
  origin: true,
  credentials: true,
};
res.header("Access-Control-Allow-Origin", req.get("origin")); // expect: open-cors-js
