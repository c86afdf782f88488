import express from "express";

export const app = express();

app.get("/crates", (_request, response) => {
  response.json([]);
});
