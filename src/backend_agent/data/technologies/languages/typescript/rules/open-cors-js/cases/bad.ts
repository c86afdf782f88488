app.use(cors({ origin: true, credentials: true })); // expect: open-cors-js
