import express from "express";

const app = express();
app.get("/notes", (request, response) => {
  response.json([]);
});
app.listen(3000, () => console.log("listening"));
