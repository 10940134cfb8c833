// NEM13: accumulated meter data, one CSV record 250 a register and period (AEMO, MDFF Specification, section 4).
import { readFileSync } from "node:fs";

// Market time is UTC+10 all year round.
const MARKET_HOURS = 10;

/** Previous and current read of every record, in the order of the file. */
export function reads(path) {
  const found = [];
  readFileSync(path, "utf8")
    .split(/\r?\n/)
    .forEach((text, number) => {
      const record = text.split(",");
      if (record[0] !== "250") return;
      const meter = `${record[1]}/${record[6]}/${record[4]}`;
      for (const [index, at] of [[record[8], record[9]], [record[13], record[14]]]) {
        if (index && at) found.push({ meter, index, seconds: instant(at), line: number + 1 });
      }
    });
  return found;
}

/** Seconds since 1970 of a market time such as 20041208000001. */
function instant(text) {
  const [year, month, day, hour, minute, second] = text.match(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/).slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour - MARKET_HOURS, minute, second) / 1000;
}
