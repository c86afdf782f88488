// The official TypeScript client, unmodified: prompts, and what the agent said of them, as JSON.
// MODE is what it answers to questions, in order ("allow_once,reject_always": the last one stays), or
// when it cancels the prompt: "cancel-at-call", "cancel-at-question", "cancel-at:FILE" once FILE is there.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { Readable, Writable } from "node:stream";
import { pathToFileURL } from "node:url";

const [library, root, mode, ...command] = process.argv.slice(2);
const acp = await import(pathToFileURL(library).href);
const agent = spawn(command[0], command.slice(1), { stdio: ["pipe", "pipe", "inherit"] });
const seen = { updates: [], asked: [], diffs: [], options: [], stop: "", version: 0, waited: 0 };
const answers = mode.split(",");
let connection, session, cancelled;
async function cancel() {
  cancelled ??= Date.now();
  await connection.cancel({ sessionId: session.sessionId });
}
const client = {
  async requestPermission(request) {
    seen.asked.push(request.toolCall.title);
    seen.diffs.push((request.toolCall.content ?? []).filter((part) => part.type === "diff"));
    seen.options = request.options.map((option) => option.kind);
    if (mode === "cancel-at-question") {
      await cancel();
      return { outcome: { outcome: "cancelled" } };
    }
    const kind = answers.length > 1 ? answers.shift() : answers[0];
    const option = request.options.find((each) => each.kind === kind);
    return { outcome: { outcome: "selected", optionId: option.optionId } };
  },
  async sessionUpdate({ update }) {
    seen.updates.push(update);
    if (mode === "cancel-at-call" && update.sessionUpdate === "tool_call") await cancel();
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
if (mode.startsWith("cancel-at:")) {
  const look = setInterval(() => {
    if (!existsSync(mode.slice("cancel-at:".length))) return;
    clearInterval(look);
    cancel();
  }, 20);
}
const answer = await connection.prompt({ sessionId: session.sessionId, prompt });
seen.stop = answer.stopReason;
seen.waited = cancelled ? Date.now() - cancelled : 0;
console.log(JSON.stringify(seen));
agent.stdin.end();
process.exit(0);
