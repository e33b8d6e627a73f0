// A bank's own client that debits what our files of 498 bytes ask for, and answers. Its standard input is JSON: login,
// control, mode right or wrong. A letter in a line, a name used twice, and a late answer of ours are part of its work.
import { readFileSync } from "node:fs";
import { advance, carrier, settle, until } from "./carriers.mjs";

const given = JSON.parse(readFileSync(0, "utf8"));
const wrong = given.mode === "wrong";
const files = carrier(given);
const pad = (value, width) => String(value).padStart(width, "0");
const put = (line, column, text) => line.slice(0, column - 1) + text + line.slice(column - 1 + text.length);

/** The result of one of our files: `codes` says what became of each bill; `left` bills are not answered. */
function result(asked, codes, { spoilt = false, left = 0, more = "" } = {}) {
  const [header, ...details] = asked.toString("latin1").split("\r\n").filter(Boolean);
  const answered = details.slice(0, details.length - left).map((line, place) => put(line, 399, codes[place]));
  const amount = (line) => Number(line.slice(57, 74));
  const sum = (lines) => lines.reduce((total, line) => total + amount(line), 0);
  const collected = answered.filter((line) => line.slice(398, 400) === "00");
  let top = put(header, 92, pad(collected.length, 7) + pad(sum(collected), 19));
  top = put(put(top, 13, pad(answered.length, 7) + pad(sum(answered), 19)), 118, more.padEnd(381));
  if (spoilt) answered[0] = put(answered[0], 83, "X");
  return Buffer.from([top, ...answered].map((line) => `${line}\r\n`).join(""), "latin1");
}

const names = await until(async () => {
  const listed = (await files.list()).filter((name) => name.includes("_DD_")).sort();
  return listed.length >= 3 ? listed : null;
});
const [first, second, third] = await Promise.all(names.map(files.fetchFile));
const day = /_([0-9]{8})_/.exec(names[0])[1];
const name = (sequence) => `KTB_MWA_RS_${day}_${pad(sequence, 2)}.txt`;
const send = async (sequence, bytes) => {
  await files.deliver(name(sequence), bytes);
  await settle(given.control);
};
const answer = (sequence) => files.fetchFile(name(sequence).replace(".txt", "_ACK.txt"));

await send(1, result(first, ["00", "01"], { spoilt: true, more: wrong ? "somchai@example.org" : "" }));
if (!wrong) await answer(1);
await send(2, result(first, ["00", "01"], { left: wrong ? 1 : 0 }));
await answer(2);

if (wrong) await send(2, result(first, ["00", "01"]));
await send(2, result(second, ["00", "00"]));
if (!wrong) {
  await advance(given.control, "by 1 minute");
  await send(3, result(second, ["00", "00"]));
  await answer(3);
}

await send(4, result(third, ["00", "00"]));
if (wrong) await send(5, result(third, ["00", "00"]));
await advance(given.control, "by 1 minute");
await answer(4);
