import express from "express";
import { Queue } from "bullmq";

const app = express();
app.post("/notes", async (request, response) => response.json(await queue.add("send", {})));
const queue = new Queue("mail"); // expect: job-without-retries
