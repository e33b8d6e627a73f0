// A payment agent's own client in whichever way of `agents.mjs` it speaks, which does every step right. Its standard input
// is JSON: way, own (what it proves itself by), url, control, accounts by role, afterCutOff. Node 18 and up, no packages.
import { readFileSync } from "node:fs";
import * as ways from "./agents.mjs";
import { advance } from "./carriers.mjs";

const given = JSON.parse(readFileSync(0, "utf8"));
const { accounts } = given;
const way = ways[given.way](given.own);
let now = new Date((await (await fetch(`${given.control}/clock`)).json()).now);

/** Send messages one after the other, each as it was made before if it comes `again`; whether all were answered 200. */
async function send(makes) {
  let well = true;
  for (const make of makes) {
    const { method, path, headers, body, heard } = make(now);
    try {
      const answer = await fetch(given.url + path, { method, headers, body, signal: AbortSignal.timeout(2500) });
      const text = await answer.text();
      well &&= answer.status === 200;
      if (heard && answer.status === 200) heard(JSON.parse(text));
    } catch {
      well = false;
    }
  }
  return well;
}

if (way.logIn) await send([way.logIn]);
await send(way.pay(accounts.plain, 1));
for (const [count, role] of [[2, "no_answer"], [3, "cut_short"], [4, "error"]]) {
  for (let tries = 0; tries < 3 && !(await send(way.pay(accounts[role], count))); tries += 1);
}
await send(way.pay(accounts.twice, 5));
await send(way.pay(accounts.late, 6));
if (way.ask) await send(way.ask(6));
await send(way.pay(accounts.reversed, 7));
await send(way.takeBack(accounts.reversed, 7));
await send(way.further(accounts, 10));
await send(way.refused(accounts, 20));

now = await advance(given.control, given.afterCutOff);
if (way.logIn) await send([way.logIn]);
await send(way.pay(accounts.after_cut_off, 30));
