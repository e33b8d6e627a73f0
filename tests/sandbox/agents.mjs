// What payment agents write differently: each way has a message to ask, to pay and to take back, what it adds to prove
// itself, and its further operations. Times are the sandbox's: `now` is a Date.
import { createHash, createPrivateKey, randomUUID, sign } from "node:crypto";

const bangkok = (now) => new Date(now.getTime() + 7 * 3600e3).toISOString().slice(0, 19);
const json = (body) => ({ headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
const without = (body, field) => Object.fromEntries(Object.entries(body).filter(([name]) => name !== field));

/** Lotus's, Big C's and ttb's counters: a key in a header, or a token that is signed for each message. */
export function counter({ agent_code: agentCode, agent_key: key, signing_private_key: secret }) {
  const encoded = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const token = (body, now, d) => {
    const made = Math.floor(now.getTime() / 1000);
    const hash = createHash("sha256").update(body ?? "").digest("hex");
    const claims = { iss: agentCode, iat: made, exp: made + 60, jti: randomUUID(), body_sha256: hash };
    const text = `${encoded({ alg: "Ed25519" })}.${encoded(claims)}`;
    const jwk = { kty: "OKP", crv: "Ed25519", x: Buffer.alloc(32).toString("base64url"), d };
    return `${text}.${sign(null, Buffer.from(text), createPrivateKey({ key: jwk, format: "jwk" })).toString("base64url")}`;
  };
  const proof = (body, now, wrong) =>
    key ? { "X-Agent-Key": wrong ? "none" : key }
        : { Authorization: `Bearer ${token(body, now, wrong ? Buffer.alloc(32, 1).toString("base64url") : secret)}` };
  const send = (method, path, content) => (now, wrong = false) => {
    const { headers = {}, body } = content ? json(content(now)) : {};
    return { method, path: `/payment-agents/v1${path}`, body, headers: { ...headers, ...proof(body, now, wrong) } };
  };
  const common = (transactionId, now) => ({
    agentCode, transactionId, transactionDateTime: `${bangkok(now)}+07:00`, channel: "TELL", branchCode: "0001", terminalId: "T01",
  });
  const payment = (account, number) => (now) => ({
    ...common(number, now), reference1: account.reference1, reference2: account.invoice, amount: account.owed,
  });
  const reversal = (account, original) => (now) => ({
    ...common(`R${original}`, now), reference1: account.reference1, originalTransactionId: original, amount: account.owed,
  });
  const inquiry = (account, number) => (now) => ({ ...common(number, now), reference1: account.reference1 });
  const incomplete = (make) => (now) => without(make(now), "transactionDateTime");
  const number = (count) => `NODE${String(count).padStart(8, "0")}`;
  return {
    number,
    pay: (account, count) => [send("POST", "/payments", payment(account, number(count)))],
    takeBack: (account, count) => [send("POST", "/reversals", reversal(account, number(count)))],
    ask: (count) => [send("GET", `/payments/${number(count)}`)],
    further: ({ spare, plain }, count) => [
      send("POST", "/inquiry", inquiry(plain, number(count))), send("POST", "/advices", payment(spare, number(count + 1))),
    ],
    refused: ({ overdue }, count) => [
      ["POST", "/inquiry", inquiry(overdue, number(count))], ["POST", "/payments", payment(overdue, number(count))],
      ["POST", "/advices", payment(overdue, number(count))], ["POST", "/reversals", reversal(overdue, number(count))],
    ].flatMap(([method, path, make]) => [
      (now) => send(method, path, make)(now, true), send(method, path, incomplete(make)),
    ]).concat((now) => send("GET", "/payments/X")(now, true), send("GET", `/payments/${"9".repeat(80)}`)),
  };
}

/** SCB: one address for all, user and password in the message. */
export function scb({ user, password }) {
  const send = (request, account, number, more = {}) => (now) => {
    const body = {
      user, password, request, tranID: `B${number}`, tranDate: bangkok(now), channel: "TELL", account: "0000000014",
      branchCode: "0111", terminalID: "TELLER01", reference1: account.reference1,
      ...(request !== "verify" && { amount: account.owed }), ...more,
    };
    return { method: "POST", path: "/scb-online/v1/bill-payment", ...json(body) };
  };
  return {
    pay: (account, count) => [send("confirm", account, count)],
    takeBack: (account, count) => [send("cancel", account, count)],
    further: ({ plain }, count) => [send("verify", plain, count)],
    refused: ({ overdue }, count) => ["verify", "confirm", "cancel"].flatMap((request) => [
      send(request, overdue, count, { password: "none" }), send(request, overdue, count, { reference1: undefined }),
    ]),
  };
}

/** Both ways of Krungthai: a token first, which `heard` takes from its answer, then messages that carry it. */
function withToken({ client_id, client_secret }, root) {
  let token = "none";
  const open = (form) => () => ({
    method: "POST", path: `${root}/oauth/token`, body: String(new URLSearchParams(form)),
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    heard: (answer) => { token = answer.access_token ?? token; },
  });
  const send = (path, make, heard) => (now, wrong = false) => {
    const { headers, body } = json(make(now));
    const proof = { Authorization: `Bearer ${wrong ? "none" : token}` };
    return { method: "POST", path: root + path, body, headers: { ...headers, ...proof }, heard };
  };
  const logIn = open({ client_id, client_secret });
  const refusedLogIns = [open({ client_id, client_secret: "none" }), open({ client_id })];
  return { send, logIn, refusedLogIns };
}

export function directLink(own) {
  const { send, logIn, refusedLogIns } = withToken(own, "/krungthai-online/v1");
  const approved = {};
  const ref = (count) => `mKTB${String(count).padStart(10, "0")}`;
  const message = (command, account, count) => (now) => {
    const day = bangkok(now).slice(0, 10).replaceAll("-", "");
    return {
      command, bankRef: ref(count), bankCode: 6, channel: "MOB", comCode: "7337", prodCode: "CHARGES", ref1: account.registration,
      dateTime: day + bangkok(now).slice(11).replaceAll(":", ""), effDate: day,
      ...(command !== "Approval" && { tranxId: approved[count] ?? "AP00000001" }),
      ...(command.startsWith("Payment") && { amount: account.owed }),
    };
  };
  const of = (command, account, count, heard) => send("/direct-link", message(command, account, count), heard);
  const approve = (account, count) => of("Approval", account, count, ({ tranxId }) => { approved[count] = tranxId; });
  return {
    logIn,
    pay: (account, count) => [...(approved[count] ? [] : [approve(account, count)]), of("Payment", account, count)],
    takeBack: (account, count) => [of("Payment-Reversal", account, count)],
    further: ({ spare }, count) => [approve(spare, count), of("Approval-Reversal", spare, count)],
    refused: ({ overdue }, count) => refusedLogIns.concat(
      ["Approval", "Payment", "Approval-Reversal", "Payment-Reversal"].flatMap((command) => [
        (now) => of(command, overdue, count)(now, true),
        send("/direct-link", (now) => without(message(command, overdue, count)(now), "ref1")),
      ]),
    ),
  };
}

export function cardTerminal(own) {
  const { send, logIn, refusedLogIns } = withToken(own, "/krungthai-edc/v1");
  const till = { agentCode: own.agent_code, merchantId: "000000001000101", terminalId: "10100001" };
  const sale = (account, count) => (now) => ({
    ...till, amount: account.owed, approvalCode: "A07919", batchNo: "000001", prodCode: "CHARGES", ref1: account.registration,
    rrn: String(260050000000 + count), traceNo: String(count).padStart(6, "0"),
    transDate: bangkok(now).slice(0, 10), transTime: bangkok(now).slice(11),
  });
  const back = (account, count) => (now) => ["transTime", "prodCode", "ref1"].reduce(without, sale(account, count)(now));
  const inquiry = (account) => () => ({ ...till, prodCode: "CHARGES", ref1: account.registration });
  const totals = (now) => ({
    ...till, batchNo: "000009", saleAmount: "0.00", saleCount: 0, voidAmount: "0.00", voidCount: 0, transDate: bangkok(now).slice(0, 10),
  });
  return {
    logIn,
    pay: (account, count) => [send("/payments", sale(account, count))],
    takeBack: (account, count) => [send("/voids", back(account, count))],
    further: ({ spare }) => [send("/inquiries", inquiry(spare)), send("/totals", totals)],
    refused: ({ overdue }, count) => refusedLogIns.concat(
      [["/inquiries", inquiry(overdue)], ["/payments", sale(overdue, count)], ["/voids", back(overdue, count)], ["/totals", totals]]
        .flatMap(([path, make]) => [
          (now) => send(path, make)(now, true), send(path, (now) => without(make(now), "terminalId")),
        ]),
    ),
  };
}
