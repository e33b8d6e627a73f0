// The clients of systems that send requests (iMind, WLMA), of a portal at which one applies for water, and of the centre
// that asks for offices (Linkage). Standard input is JSON: kind, url, key, mode right or wrong, and what each needs more.
import { readFileSync } from "node:fs";

const given = JSON.parse(readFileSync(0, "utf8"));
const wrong = given.mode === "wrong";

async function call(method, path, headers, body) {
  const answer = await fetch(given.url + path, {
    method, headers: { ...headers, ...(body && { "Content-Type": "application/json" }) },
    body: typeof body === "string" ? body : body && JSON.stringify(body),
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
  for (let count = 0; !wrong && count < 21; count += 1) await call("GET", root + query, headers(given.strictest));
}

async function applyForWater() {
  const root = "/mwa/biz/v1";
  const headers = (key = given.key) => ({ "Consumer-Key": key });
  const guid = (last) => `0b1c2d3e-0000-4000-8000-00000000000${last}`;
  const apply = (last, more = {}, key = given.key) =>
    call("POST", `${root}/sendrequest`, headers(key), { ...given.body, requestIdBIZ: guid(last), ...more });
  if (wrong) {
    await apply(1);
    await apply(2);
    await apply(3, { provinceCode: "99" });
    return;
  }
  await apply(1);
  await apply(1);
  await apply(2, { provinceCode: "99" });
  await call("POST", `${root}/sendrequest`, headers(), JSON.stringify(given.body).slice(0, -9));
  await apply(4, {}, "no key of ours");
  const area = (province) => `${root}/branch?ProvinceID=${province}&AmphurID=01&DistrictID=01`;
  await call("GET", area("10"), headers());
  await call("GET", area("ten"), headers());
  await call("GET", area("10"), headers("no key of ours"));
}

await { requests: sendRequests, offices: askForOffices, portal: applyForWater }[given.kind]();
