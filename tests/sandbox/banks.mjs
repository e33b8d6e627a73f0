// How five banks answer one of our files: each as its own layout has it. A file is text, one character a byte.
const pad = (value, width) => String(value).padStart(width, "0");
const put = (line, column, text) => line.slice(0, column - 1) + text + line.slice(column - 1 + text.length);
const cut = (line, from, to) => line.slice(from - 1, to);
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** Banks that send our lines back with what became of each, and the totals of it in the header. */
const echoing = (columns) => (asked, answers, { now, more }) => {
  const details = asked.filter((line) => columns.isDetail(line));
  const said = answers.map(({ place, debited, spoilt }, number) => {
    let line = put(details[place], columns.status, debited ? columns.yes : columns.no);
    if (columns.sequence) line = put(line, columns.sequence, pad(number + 2, 6));
    if (columns.paid) line = put(line, columns.paid, debited ? cut(line, ...columns.amount) : pad(0, 15));
    return { line: spoilt ? put(line, columns.spoil, "X") : line, debited };
  });
  const amounts = (some) => sum(some.map(({ line }) => Number(cut(line, ...columns.amount))));
  const [count, amount] = columns.widths;
  const totals = (some) => pad(some.length, count) + pad(amounts(some), amount);
  let header = put(asked[0], columns.total, totals(said));
  header = put(header, columns.collected, totals(said.filter(({ debited }) => debited)));
  if (columns.hash) header = put(header, columns.hash.at, pad(sum(said.map(({ line }) => columns.hash.of(line))), 15));
  if (columns.moment) header = put(header, columns.moment, now.date.slice(2) + now.time);
  header = put(header, columns.spare, more);
  const trailer = columns.trailer ? [put(asked.at(-1), columns.trailer, pad(said.length, 11))] : [];
  return [header, ...said.map(({ line }) => line), ...trailer];
};

function scb(asked, answers, { now, more }) {
  const [header, ...details] = asked;
  const start = (type, number) => type + pad(number, 6) + cut(header, 8, 20);
  const said = answers.map(({ place, debited, spoilt }) => {
    const line = details[place];
    return { line, debited, spoilt, invoice: cut(line, 112, 123), amount: cut(line, 132, 144) };
  });
  const total = (some) => pad(some.length, 6) + pad(sum(some.map(({ amount }) => Number(amount))), 15);
  const [yes, no] = [said.filter(({ debited }) => debited), said.filter(({ debited }) => !debited)];
  const lines = [
    start("H", 1) + cut(header, 21, 32) + cut(header, 81, 88) + now.date.replace(/(....)(..)(..)/, "$3$2$1") + now.time + more,
    ...said.map(({ line, debited, spoilt, invoice, amount }, number) =>
      start("D", number + 2) + cut(line, 21, 34) + cut(line, 102, 111) + (spoilt ? `${invoice.slice(0, 11)}X` : invoice) +
      amount + (debited ? `${amount}1000` : `${pad(0, 13)}1001AM04`)),
    start("T", said.length + 2) + total(said) + total(yes) + total(no),
  ];
  return lines.map((line) => line.padEnd(200));
}

function bbl(asked, answers, { now, more }) {
  const cells = asked.map((line) => line.split("~"));
  const details = cells.filter(([type]) => type === "003");
  const said = answers.map(({ place, debited, spoilt }, number) => {
    const [type, , mandate, instrument, account, name, ref1, invoice, due, amount] = details[place];
    const bill = [type, pad(number + 1, 6), mandate, instrument, account, name, spoilt ? "X" : ref1, invoice, due, amount];
    return { amount, debited, cells: [...bill, debited ? amount : pad(0, 16), debited ? "0000" : "2001", ""] };
  });
  const total = (some) => [pad(some.length, 6), pad(sum(some.map(({ amount }) => Number(amount))), 16)];
  const header = [...cells[0], now.date.replace(/(....)(..)(..)/, "$3$2$1"), now.time, ...(more ? [more] : [])];
  const trailer = ["100", ...total(said), ...total(said.filter(({ debited }) => debited))];
  return [header, ...said.map((bill) => bill.cells), trailer].map((line) => line.join("~"));
}

const krungthai = echoing({
  isDetail: (line) => line.startsWith("102"), amount: [58, 74], status: 399, yes: "00", no: "01", spoil: 83,
  total: 13, collected: 92, widths: [7, 19], spare: 118,
});
const krungsri = echoing({
  isDetail: (line) => line.startsWith("102"), amount: [58, 69], status: 302, yes: "00", no: "NF", spoil: 216,
  total: 13, collected: 99, widths: [10, 15], spare: 124, trailer: 13,
});
const kbank = echoing({
  isDetail: (line) => line.startsWith("D"), amount: [184, 198], status: 214, yes: "000", no: "101", spoil: 156,
  total: 91, collected: 128, widths: [7, 15], spare: 162, paid: 199, sequence: 2, moment: 150,
  hash: { at: 113, of: (line) => Number(cut(line, 36, 55).replace(/[^0-9]/g, "")) },
});

const dialects = { krungthai_debit: krungthai, krungsri_debit: krungsri, kbank_debit: kbank, scb_debit: scb, bbl_debit: bbl };

/** The result of one of our files. `answers` say of which bill (by its place) what became, `more` is put into spare room. */
export function resultOf(bank, asked, answers, { now, more = "" }) {
  const lines = dialects[bank](asked.toString("latin1").split("\r\n").filter(Boolean), answers, { now, more });
  return Buffer.from(lines.map((line) => `${line}\r\n`).join(""), "latin1");
}
