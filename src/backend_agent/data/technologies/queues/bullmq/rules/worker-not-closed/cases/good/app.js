import express from "express";
import { Worker } from "bullmq";

const app = express();
app.post("/notes", async (request, response) => response.json(await queue.add("send", {})));
const worker = new Worker("mail", async (job) => send(job));
process.on("SIGTERM", () => worker.close());
