// The client of an app by which citizens see and pay their bills. Its standard input is JSON: url, root, key, control,
// channel, accounts by role (registration, invoice, owed, logInName), mode right or wrong. It reads the code that our side
// sends to a citizen's telephone in the journal of the sandbox.
import { readFileSync } from "node:fs";
import { advance } from "./carriers.mjs";

const given = JSON.parse(readFileSync(0, "utf8"));
const wrong = given.mode === "wrong";
const { accounts } = given;
let count = 0;
const number = () => `APP-${String(++count).padStart(6, "0")}`;
const moment = () => new Date(Date.now() + 7 * 3600e3).toISOString().slice(0, 19) + "+07:00";
const nobody = `1.${"0".repeat(8)}.${"0".repeat(64)}`;

async function call(method, path, body, { session, key = given.key } = {}) {
  try {
    const answer = await fetch(given.url + given.root + path, {
      method, signal: AbortSignal.timeout(2500),
      headers: { "X-App-Key": key, ...(session && { "X-Session": session }), ...(body && { "Content-Type": "application/json" }) },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : null };
  } catch {
    return { status: 0, body: null };
  }
}

async function logIn(account) {
  const { body } = await call("POST", "/one-time-password", { logInName: account.logInName });
  const told = await (await fetch(`${given.control}/journal?receiver=${given.channel}&personal=shown`)).json();
  const sent = told.exchanges.map((exchange) => exchange.request.body).filter((text) => text.includes(body.otpReference));
  const { otp } = JSON.parse(sent.pop());
  return (await call("POST", "/log-in", { otpReference: body.otpReference, otp })).body.session;
}

const paying = (account) => ({
  transactionId: number(), transactionDateTime: moment(), accountCode: account.registration,
  invoiceNumber: account.invoice, amount: account.owed, bankCode: "KTB",
});
const pay = (message, session) => call("POST", "/payments", message, { session });

async function payUntilAnswered(account) {
  const session = await logIn(account);
  const message = paying(account);
  for (let tries = 0; tries < 3; tries += 1) {
    if (wrong && tries) message.transactionId = number();
    if ((await pay(message, session)).status === 200) return;
  }
}

const { plain, spare } = accounts;
const session = await logIn(plain);
const seen = { session };
const first = paying(plain);
await call("GET", "/accounts", null, seen);
await call("GET", `/outstanding-bills/account/${plain.registration}`, null, seen);
await pay(wrong ? { ...first, amount: "1.00" } : first, session);
for (const role of ["no_answer", "cut_short", "error", "twice"]) await payUntilAnswered(accounts[role]);

const late = paying(accounts.late);
const waiting = await logIn(accounts.late);
await pay(late, waiting);
if (wrong) await pay({ ...late, transactionId: number() }, waiting);
else await call("GET", `/payments/transaction/${late.transactionId}`, null, { session: waiting });

if (!wrong) {
  const request = (more) => ({ requestReference: number(), requestCode: "503", accountCode: plain.registration, ...more });
  const asked = await call("POST", "/requests", request({ meterSize: "2" }), seen);
  const paths = {
    "/accounts": [], "/requests": [],
    "/outstanding-bills/account/": [plain.registration, spare.registration, "x"],
    "/usage-statistics/account/": [plain.registration, spare.registration, "x"],
    "/payments/account/": [plain.registration, spare.registration, "x"],
    "/payments/transaction/": [first.transactionId, late.transactionId, "not_a_number!"],
    "/requests/request/": [asked.body.requestId, "99999999", "x"],
  };
  for (const [path, keys] of Object.entries(paths)) {
    for (const key of keys.length ? keys : [""]) await call("GET", path + key, null, seen);
    await call("GET", path + (keys[0] ?? ""), null, { session: nobody });
  }
  await call("GET", "/no-water-running-area/latitude/13.75/longitude/100.50");
  await call("GET", "/no-water-running-area/latitude/north/longitude/100.50");
  await call("POST", "/one-time-password", {});
  await call("POST", "/one-time-password", { logInName: plain.logInName }, { key: "no key of ours" });
  await call("POST", "/log-in", {});
  await call("POST", "/log-in", { otpReference: "0".repeat(16), otp: "000000" });
  await call("POST", "/payments", { ...paying(spare), amount: undefined }, seen);
  await call("POST", "/payments", paying(spare), seen);
  await call("POST", "/payments", paying(spare), { session: nobody });
  await call("POST", "/requests", request({ requestCode: "999" }), seen);
  await call("POST", "/requests", request(), seen);
  await call("POST", "/requests", request({ accountCode: spare.registration, meterSize: "2" }), seen);
  await call("POST", "/requests", request({ meterSize: "2" }), { session: nobody });
}

await advance(given.control, `past the cut-off of ${given.channel}`);
const evening = await logIn(accounts.after_cut_off);
await pay(paying(accounts.after_cut_off), evening);
