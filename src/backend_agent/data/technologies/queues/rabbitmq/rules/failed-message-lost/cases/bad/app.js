import amqp from "amqplib";
import express from "express";

const app = express();
app.get("/notes", (request, response) => response.json([]));
const channel = await (await amqp.connect(url)).createChannel();
await channel.assertQueue("mail", { durable: true }); // expect: failed-message-lost
