// The client of an office that brings tables, one by SFTP and one on its own web page. Its standard input is JSON:
// control, mode right or wrong, and files: login, name, content (base64) of each. First one line of each is spoilt.
import { readFileSync } from "node:fs";
import { carrier, settle } from "./carriers.mjs";

const given = JSON.parse(readFileSync(0, "utf8"));
for (const { login, name, content } of given.files) {
  const files = carrier({ login, control: given.control });
  const good = Buffer.from(content, "base64");
  const lines = good.toString("utf8").split("\n");
  lines[1] = `${lines[1]},too much`;
  await files.deliver(name, Buffer.from(lines.join("\n")));
  await settle(given.control);
  if (given.mode === "wrong") continue;
  await files.deliver(name, good);
  await settle(given.control);
}
