// A bank's own client that debits what our files ask for, and answers. Its standard input is JSON: bank, code (in names
// of files), refusesWhole, login, control, mode right or wrong. A letter in a line, a name used twice, and a late answer
// of ours are part of its work.
import { readFileSync } from "node:fs";
import { resultOf } from "./banks.mjs";
import { advance, carrier, dayOf, settle, until } from "./carriers.mjs";

const given = JSON.parse(readFileSync(0, "utf8"));
const wrong = given.mode === "wrong";
const files = carrier(given);
const clock = () => new Date(Date.now() + 7 * 3600e3).toISOString();
const now = () => ({ date: dayOf(new Date()), time: clock().slice(11, 19).replaceAll(":", "") });

const names = await until(async () => {
  const listed = (await files.list()).filter((name) => name.includes("_DD_")).sort();
  return listed.length >= 3 ? listed : null;
});
const [first, second, third] = await Promise.all(names.map(files.fetchFile));
const day = given.namedByBatch ? /_([0-9]{8})_/.exec(names[0])[1] : now().date;
const name = (sequence) => `${given.code}_MWA_RS_${day}_${String(sequence).padStart(2, "0")}.txt`;
const answer = (sequence) => files.fetchFile(name(sequence).replace(".txt", "_ACK.txt"));
const send = async (sequence, asked, answers, more) => {
  await files.deliver(name(sequence), resultOf(given.bank, asked, answers, { now: now(), more }));
  await settle(given.control);
};
const paid = { place: 0, debited: true };
const whole = [paid, { place: 1, debited: false }];

await send(1, first, [{ ...paid, spoilt: true }, { place: 1, debited: false }], wrong && given.refusesWhole ? "somchai@example.org" : "");
if (!wrong || !given.refusesWhole) await answer(1);
if (wrong || given.refusesWhole) {
  await send(2, first, wrong && given.refusesWhole ? [paid] : whole);
  await answer(2);
}

const used = given.refusesWhole ? 2 : 1;
if (wrong) await send(used, first, whole);
await send(used, second, whole);
if (!wrong) {
  await advance(given.control, "by 1 minute");
  await send(3, second, whole);
  await answer(3);
}

await send(4, third, whole);
if (wrong) await send(5, third, whole);
await advance(given.control, "by 1 minute");
await answer(4);
