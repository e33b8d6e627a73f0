// An agent's own client that brings its payments in 256-byte files, by whichever way its login says. Its standard input
// is JSON: agent (its code), tail (of a detail), refusesWhole, login, control, accounts by role, mode right or wrong.
import { readFileSync } from "node:fs";
import { advance, carrier, dayOf, settle } from "./carriers.mjs";

const given = JSON.parse(readFileSync(0, "utf8"));
const wrong = given.mode === "wrong";
const files = carrier(given);
const { accounts, agent, control } = given;
const start = `${agent}0000000000`;
const ddmmyyyy = (day) => day.slice(6) + day.slice(4, 6) + day.slice(0, 4);
const satang = (baht) => Math.round(Number(baht) * 100);
const pad = (value, width) => String(value).padStart(width, "0");

/** A detail without its number; what is given `spoilt` has a letter in its invoice. */
const paying = (account, { amount = account.owed, spoilt = false } = {}) => ({ account, amount, spoilt });

function file(day, payments, more = "") {
  const time = new Date(Date.now() + 7 * 3600e3).toISOString().slice(11, 19).replaceAll(":", "");
  const today = dayOf(new Date());
  const lines = [`H000001${start}${"MWA".padEnd(40)}${ddmmyyyy(day)}${"water".padEnd(8)}${"".padEnd(180)}`];
  payments.forEach(({ account, amount, spoilt }, place) => {
    const invoice = spoilt ? `${account.invoice.slice(0, 11)}X` : account.invoice;
    const tail = given.tail.replaceAll("TODAY", ddmmyyyy(today));
    lines.push(
      `D${pad(place + 2, 6)}${start}${ddmmyyyy(today)}${time}${"".padEnd(50)}${account.reference1.padEnd(20)}` +
      `${invoice.padEnd(20)}${"".padEnd(20)}00010007CCSH${"".padEnd(7)}${pad(satang(amount), 13)}${tail.padEnd(80)}`,
    );
  });
  const total = payments.reduce((sum, { amount }) => sum + satang(amount), 0);
  lines.push(
    `T${pad(payments.length + 2, 6)}${start}${pad(0, 13)}${pad(0, 6)}${pad(total, 13)}${pad(payments.length, 6)}` +
    more.padEnd(198),
  );
  return Buffer.from(lines.map((line) => `${line}\r\n`).join(""), "latin1");
}

const today = dayOf(new Date());
const name = (sequence, day = today) => `MWA_${agent}_${day}_${pad(sequence, 2)}.txt`;
const answer = (sequence, day = today) => files.fetchFile(name(sequence, day).replace(".txt", "_RESULT.txt"));
const send = async (sequence, payments, { day = today } = {}) => {
  await files.deliver(name(sequence, day), file(day, payments, wrong && sequence === 1 ? "e-mail somchai" : ""));
  await settle(control);
};

await send(1, [paying(accounts.plain, wrong ? { amount: "1.00" } : {})]);
await answer(1);

await send(2, [paying(accounts.late)]);
if (wrong) await send(12, [paying(accounts.late)]);
await advance(control, "by 1 minute");
await answer(2);

await send(3, [paying(accounts.good_line), paying(accounts.bad_line, { spoilt: true })]);
const whole = given.refusesWhole !== wrong;
if (wrong) await advance(control, "by 1 minute");
else await answer(3);
await send(4, [...(whole ? [paying(accounts.good_line)] : []), paying(accounts.bad_line)]);
await answer(4);

await send(4, [paying(accounts.used_name)]);
if (!wrong) {
  await advance(control, "by 1 minute");
  await send(5, [paying(accounts.used_name)]);
  await answer(5);
}

const evening = await advance(control, given.afterCutOff);
const next = dayOf(evening, wrong ? 0 : 1);
await send(21, [paying(accounts.after_cut_off)], { day: next });
await answer(21, next);
