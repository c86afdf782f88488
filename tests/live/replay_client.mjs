// The providers' own npm clients, unmodified: asks COUNT times for a streamed turn, prints each as JSON.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [wire, entry, address, count] = process.argv.slice(2);
const library = await import(pathToFileURL(entry).href).catch(() => createRequire(import.meta.url)(entry));
const parameters = { type: "object", properties: {} };
const messages = [{ role: "user", content: "hi" }];

async function askAnthropic(client) {
  const tools = [{ name: "Read", input_schema: parameters }];
  const stream = client.messages.stream({ model: "m", max_tokens: 9, messages, tools });
  const message = await stream.finalMessage();
  const said = message.content.filter((block) => block.type === "text");
  const calls = message.content.filter((block) => block.type === "tool_use");
  return {
    text: said.map((block) => block.text).join(""),
    calls: calls.map((block) => [block.name, block.input]),
    stop: message.stop_reason,
  };
}

async function askOpenai(client) {
  const tools = [{ type: "function", function: { name: "Read", parameters } }];
  const stream = await client.chat.completions.create({ model: "m", messages, tools, stream: true });
  let text = "", stop = "";
  const calls = [];
  for await (const chunk of stream) {
    const choice = chunk.choices[0];
    if (!choice) continue;
    text += choice.delta.content ?? "";
    stop = choice.finish_reason ?? stop;
    for (const piece of choice.delta.tool_calls ?? []) {
      calls[piece.index] ??= { name: "", told: "" };
      calls[piece.index].name += piece.function.name ?? "";
      calls[piece.index].told += piece.function.arguments ?? "";
    }
  }
  return { text, calls: calls.map((call) => [call.name, JSON.parse(call.told)]), stop };
}

const Client = library.default;
const options = { baseURL: address, apiKey: "none", maxRetries: 0 };
const client = new Client(options);
const ask = wire === "anthropic" ? askAnthropic : askOpenai;
const seen = [];
for (let at = 0; at < Number(count); at += 1) seen.push(await ask(client));
console.log(JSON.stringify(seen));
process.exit(0);
