app.use(cors({ origin: ["https://a.example"], credentials: true }));
app.use(cors({ origin: "*" }));
