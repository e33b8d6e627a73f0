// The client of a system that sends requests (iMind, WLMA) and of the centre that asks for offices (Linkage). Its
// standard input is JSON: kind, url, key, mode right or wrong; for requests source and account, for offices their numbers.
import { readFileSync } from "node:fs";

const given = JSON.parse(readFileSync(0, "utf8"));
const wrong = given.mode === "wrong";

async function call(method, path, headers, body) {
  const answer = await fetch(given.url + path, {
    method, headers: { ...headers, ...(body && { "Content-Type": "application/json" }) },
    body: body && JSON.stringify(body),
  });
  return answer.status;
}

async function sendRequests() {
  const path = `/mwa/requests/v1/${given.source.toLowerCase()}`;
  const moment = () => new Date(Date.now() + 7 * 3600e3).toISOString().slice(0, 19) + "+07:00";
  const key = { "X-Api-Key": given.key };
  const request = (more = {}) => ({
    formVersion: "1.0", source: given.source, requestId: "NODE-1", revision: 1, requestDate: moment(),
    requestCode: "701", branchCode: "01", ...given.place, ...more,
  });
  const first = request(wrong ? { shoeSize: "43" } : {});
  for (let tries = 0; tries < 3; tries += 1) {
    if (wrong && tries) delete first.shoeSize;
    if (wrong && tries === 2) first.requestId = "NODE-2";
    const status = await call("POST", path, key, first);
    if (status === 200) break;
  }
  if (!wrong) await call("POST", path, key, { ...request(), requestCode: undefined });
  if (!wrong) await call("POST", path, key, request({ requestId: "NODE-3", formVersion: "9.0" }));
  await call("POST", path, { "X-Api-Key": "no key of ours" }, request({ requestId: "NODE-4" }));
}

async function askForOffices() {
  const root = "/linkage/api/v1/water-usage";
  const headers = (office, key = given.key) => ({
    Authorization: key, "X-Office-Request": office, "X-User-Request": "0000000000116", "User-Agent": "Linkage/2",
  });
  const query = `?searchKey=${given.registration}&reference=CASE-1`;
  const offices = wrong ? given.offices.slice(1) : given.offices;
  for (const office of offices) {
    for (const path of [root + query, `${root}-sandbox${query}`, `${root}-health-check`]) {
      await call("GET", path, headers(office));
      await call("GET", path, headers(office, "Basic bm86bm8="));
      await call("GET", path, headers(wrong ? office : "00999"));
      await call("GET", path, { ...headers(office), "X-User-Request": " " });
    }
  }
}

await (given.kind === "requests" ? sendRequests() : askForOffices());
