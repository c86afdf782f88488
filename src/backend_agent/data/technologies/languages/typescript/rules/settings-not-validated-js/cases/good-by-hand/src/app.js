import express from "express";

const app = express();
app.get("/notes", (request, response) => {
  response.json([]);
});
const url = process.env.DATABASE_URL;
if (!process.env.DATABASE_URL) throw new Error("DATABASE_URL is missing");
