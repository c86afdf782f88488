// The official TypeScript client, unmodified: one prompt, what the agent said of it, as JSON.
import { spawn } from "node:child_process";
import { Readable, Writable } from "node:stream";
import { pathToFileURL } from "node:url";

const [library, root, mode, ...command] = process.argv.slice(2);
const acp = await import(pathToFileURL(library).href);
const agent = spawn(command[0], command.slice(1), { stdio: ["pipe", "pipe", "inherit"] });
const seen = { updates: [], asked: [], stop: "", version: 0 };
let connection, session;
const client = {
  async requestPermission(request) {
    seen.asked.push(request.toolCall.title);
    const optionId = mode === "reject" ? "reject" : "allow";
    return { outcome: { outcome: "selected", optionId } };
  },
  async sessionUpdate({ update }) {
    seen.updates.push(update);
    if (mode === "cancel" && update.sessionUpdate === "tool_call") {
      await connection.cancel({ sessionId: session.sessionId });
    }
  },
};
const stream = acp.ndJsonStream(Writable.toWeb(agent.stdin), Readable.toWeb(agent.stdout));
connection = new acp.ClientSideConnection(() => client, stream);
const begun = await connection.initialize({
  protocolVersion: acp.PROTOCOL_VERSION,
  clientCapabilities: { fs: { readTextFile: false, writeTextFile: false } },
});
seen.version = begun.protocolVersion;
session = await connection.newSession({ cwd: root, mcpServers: [] });
const prompt = [{ type: "text", text: "Let prices be doubled" }];
const answer = await connection.prompt({ sessionId: session.sessionId, prompt });
seen.stop = answer.stopReason;
console.log(JSON.stringify(seen));
agent.stdin.end();
process.exit(0);
