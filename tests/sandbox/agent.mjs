// A payment agent's own client, in another language than the lab. It reads what it needs from its standard input as JSON:
// url, key, control, accounts by role. `mode` is right or wrong. Node 18 and up, no packages.
import { readFileSync } from "node:fs";

const given = JSON.parse(readFileSync(0, "utf8"));
const wrong = given.mode === "wrong";
let count = 0;

const number = () => `NODE${String(++count).padStart(8, "0")}`;
const now = () => new Date(Date.now() + 7 * 3600e3).toISOString().slice(0, 19) + "+07:00";
const common = (transactionId) => ({
  agentCode: "BIGC", transactionId, transactionDateTime: now(), channel: "TELL", branchCode: "0001", terminalId: "T01",
});

async function call(method, path, body, key = given.key, patience = 2500) {
  try {
    const answer = await fetch(given.url + path, {
      method, signal: AbortSignal.timeout(patience), body: body && JSON.stringify(body),
      headers: { "X-Agent-Key": key, ...(body && { "Content-Type": "application/json" }) },
    });
    const text = await answer.text();
    return { status: answer.status, body: answer.ok ? JSON.parse(text) : text };
  } catch {
    return { status: 0, body: null };
  }
}

const root = "/payment-agents/v1";
const paying = (account, transaction) => ({
  ...common(transaction), reference1: account.reference1, reference2: account.invoice, amount: account.owed,
});
const pay = (account, transaction = number(), more = {}) =>
  call("POST", `${root}/payments`, { ...paying(account, transaction), ...more });

async function payUntilAnswered(account) {
  const message = paying(account, number());
  for (let tries = 0; tries < 3; tries += 1) {
    if (wrong && tries) message.transactionId = number();
    const answer = await call("POST", `${root}/payments`, message);
    if (answer.status === 200) return;
  }
}

const accounts = given.accounts;
await call("POST", `${root}/inquiry`, {
  ...common(number()), reference1: accounts.plain.reference1, ...(wrong && { shoeSize: 43 }),
});
await pay(accounts.plain, number(), wrong ? { amount: "1.00" } : {});
for (const role of ["no_answer", "cut_short", "error"]) await payUntilAnswered(accounts[role]);

await pay(accounts.twice);
if (wrong) await pay(accounts.twice);
const late = number();
await pay(accounts.late, late);
if (wrong) await pay(accounts.late, late);
else await call("GET", `${root}/payments/${late}`);

const paid = number();
await pay(accounts.reversed, paid);
await call("POST", `${root}/reversals`, {
  ...common(number()), reference1: accounts.reversed.reference1, originalTransactionId: paid,
  amount: accounts.reversed.owed,
});
await call("POST", `${root}/advices`, paying(accounts.spare, number()));

for (const [method, path, body] of [
  ["POST", "/inquiry", { ...common(number()), reference1: accounts.plain.reference1 }],
  ["POST", "/payments", paying(accounts.overdue, number())],
  ["POST", "/advices", paying(accounts.overdue, number())],
  ["POST", "/reversals", { ...common(number()), originalTransactionId: paid, amount: "1.00" }],
]) {
  await call(method, root + path, body, "no key of ours");
  const { transactionDateTime, ...incomplete } = body;
  await call(method, root + path, incomplete);
}
await call("GET", `${root}/payments/${late}`, null, "no key of ours");
await call("GET", `${root}/payments/${"9".repeat(80)}`);

await fetch(`${given.control}/clock`, {
  method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ advance: given.afterCutOff }),
});
await pay(accounts.after_cut_off);
