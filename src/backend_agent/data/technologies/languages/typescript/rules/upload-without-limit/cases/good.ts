const upload = multer({ dest: "uploads/", limits: { fileSize: 1_000_000 } });
const configured = multer(options);
