// How a partner's own client brings files and fetches ours, each way by what its language has at hand: SFTP by the
// `sftp` of OpenSSH, mail by a plain SMTP dialogue, a web page by `fetch`. `deliver` and `fetchFile` are all there is.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "files-client-"));
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Ask again and again until there is something; null after so many tries. */
export async function until(ask, tries = 60) {
  for (let count = 0; count < tries; count += 1) {
    const found = await ask();
    if (found) return found;
    await pause(100);
  }
  return null;
}

function sftp(login) {
  writeFileSync(join(folder, "ask"), `#!/bin/sh\necho '${login.password}'\n`, { mode: 0o700 });
  writeFileSync(join(folder, "known"), `[${login.host}]:${login.port} ${login.host_key}\n`);
  const options = [
    "-q", "-o", "BatchMode=no", "-b", "-", "-P", String(login.port), "-F", "none",
    "-o", `UserKnownHostsFile=${join(folder, "known")}`, "-o", "PreferredAuthentications=password",
    `${login.user}@${login.host}`,
  ];
  const env = { ...process.env, SSH_ASKPASS: join(folder, "ask"), SSH_ASKPASS_REQUIRE: "force", DISPLAY: ":0" };
  const run = (...commands) => spawnSync("sftp", options, { input: `${commands.join("\n")}\n`, env, encoding: "utf8" });
  return {
    async deliver(name, bytes) {
      const local = join(folder, name);
      writeFileSync(local, bytes);
      run(`put ${local} incoming/${name}.tmp`, `rename incoming/${name}.tmp incoming/${name}`);
    },
    async list() {
      const lines = run("ls -1 outgoing").stdout.split("\n").filter((line) => line && !line.startsWith("sftp>"));
      return lines.map((line) => line.trim().split("/").pop());
    },
    async fetchFile(name) {
      return until(() => {
        const local = join(folder, name);
        return run(`get outgoing/${name} ${local}`).status === 0 ? readFileSync(local) : null;
      });
    },
  };
}

function mail(login, control) {
  const to = /to (\S+),/.exec(login.deliver)[1];
  const party = /party=(\w+)/.exec(login.fetch)[1];
  const mails = async () => (await (await fetch(`${control}/files?party=${party}`)).json()).files;
  return {
    async deliver(name, bytes) {
      const text = [
        `From: ${login.user}`, `To: ${to}`, `Subject: ${name}`, `Message-ID: <${name}.${Date.now()}@client>`,
        `Date: ${new Date().toUTCString()}`, "MIME-Version: 1.0", 'Content-Type: multipart/mixed; boundary="part"', "",
        "--part", "Content-Type: text/plain", "", "attached", "--part", "Content-Type: application/octet-stream",
        "Content-Transfer-Encoding: base64", `Content-Disposition: attachment; filename="${name}"`, "",
        bytes.toString("base64").replace(/.{76}/g, "$&\r\n"), "--part--", ".",
      ].join("\r\n");
      const lines = ["EHLO client", `MAIL FROM:<${login.user}>`, `RCPT TO:<${to}>`, "DATA", text, "QUIT"];
      await new Promise((done, failed) => {
        const line = createConnection(Number(login.port), login.host);
        line.on("data", (heard) => /^[0-9]{3} /m.test(String(heard)) && lines.length && line.write(`${lines.shift()}\r\n`));
        line.on("close", done).on("error", failed);
      });
    },
    async list() {
      return (await mails()).map((file) => file.name);
    },
    async fetchFile(name) {
      return until(async () => {
        const found = (await mails()).filter((file) => file.name === name).pop();
        if (!found) return null;
        const { base64 } = await (await fetch(`${control}/files/${found.file}?personal=shown`)).json();
        return Buffer.from(base64, "base64");
      });
    },
  };
}

function web(login) {
  let cookie = "";
  const call = (path, options = {}) =>
    fetch(new URL(path, login.url), { redirect: "manual", ...options, headers: { Cookie: cookie } });
  const logIn = async () => {
    if (cookie) return;
    const body = new URLSearchParams({ user: login.user, password: login.password });
    cookie = (await call("log-in", { method: "POST", body })).headers.get("set-cookie").split(";")[0];
  };
  return {
    async deliver(name, bytes) {
      await logIn();
      const body = new FormData();
      body.append("file", new Blob([bytes]), name);
      await call("upload", { method: "POST", body });
    },
    async list() {
      await logIn();
      return [...(await (await call("")).text()).matchAll(/href="[^"]*files\/[0-9]+"[^>]*>\s*([\w.]+)/g)].map((link) => link[1]);
    },
    async fetchFile(name) {
      await logIn();
      return until(async () => {
        const page = await (await call("")).text();
        const link = new RegExp(`href="([^"]*files/[0-9]+)"[^>]*>\\s*${name}`).exec(page);
        return link ? Buffer.from(await (await call(link[1])).arrayBuffer()) : null;
      });
    },
  };
}

/** Files in OpenPGP envelopes: by gpg, with a key ring of its own. `signs` false leaves the signature out. */
function sealed(login, plain, signs = true) {
  const ring = mkdtempSync(join(tmpdir(), "keys-"));
  const gpg = (input, ...options) => {
    const done = spawnSync("gpg", ["--homedir", ring, "--batch", "--quiet", "--trust-model", "always", ...options], { input });
    if (done.status !== 0) throw new Error(String(done.stderr));
    return done.stdout;
  };
  for (const key of [login.openpgp_key, login.openpgp_certificate]) gpg(Buffer.from(key, "base64"), "--import");
  return {
    ...plain,
    deliver: (name, bytes) =>
      plain.deliver(name, gpg(bytes, ...(signs ? ["--sign"] : []), "--encrypt", "--recipient", "files@mwa.example")),
    async fetchFile(name) {
      const found = await plain.fetchFile(name);
      return found && gpg(found, "--decrypt");
    },
  };
}

export function carrier(given) {
  const login = given.login;
  const plain = "url" in login ? web(login) : "host_key" in login ? sftp(login) : mail(login, given.control);
  return "openpgp_key" in login ? sealed(login, plain) : plain;
}

/** Let the lab take up what has arrived, which it does before anybody reads its journal. */
export const settle = async (control) => (await fetch(`${control}/journal?limit=1`)).text();

/** Move the lab's clock; the time it has become. */
export async function advance(control, words) {
  const answer = await fetch(`${control}/clock`, {
    method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ advance: words }),
  });
  return new Date((await answer.json()).now);
}

/** A date in Bangkok, as YYYYMMDD, so many days on. */
export const dayOf = (moment, days = 0) =>
  new Date(moment.getTime() + 7 * 3600e3 + days * 86400e3).toISOString().slice(0, 10).replaceAll("-", "");
