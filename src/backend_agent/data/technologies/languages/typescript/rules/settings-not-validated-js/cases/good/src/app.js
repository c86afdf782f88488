import express from "express";

const app = express();
app.get("/notes", (request, response) => {
  response.json([]);
});
const url = process.env.DATABASE_URL;
