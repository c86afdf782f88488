const upload = multer({ dest: "uploads/" }); // expect: upload-without-limit
const memory = multer({ storage: multer.memoryStorage() }); // expect: upload-without-limit
const bare = multer(); // expect: upload-without-limit
app.use(fileUpload()); // expect: upload-without-limit
