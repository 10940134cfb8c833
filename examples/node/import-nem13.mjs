// A partner's import: NEM13 files through ReadingService.ImportReadings, and what became of them.
// The service is told where by SMARTREGION_TARGET and who by SMARTREGION_KEY, the key of a utility.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";
import { reads } from "./nem13.mjs";

const BATCH = 100;
// The contract as one compiled file: it needs no parser that knows every option of the .proto sources.
const CONTRACT = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "protos", "image.binpb");

function client(target) {
  const definition = loader.loadFileDescriptorSetFromBuffer(readFileSync(CONTRACT), {
    keepCase: true,
    longs: Number,
    enums: String,
    defaults: true,
  });
  const { ReadingService } = grpc.loadPackageDefinition(definition).smartregion.v1;
  return new ReadingService(target, grpc.credentials.createInsecure());
}

function message(row) {
  return {
    meter_serial_number: row.meter,
    tier: "REGISTER_TIER_TOTAL",
    index: { value: row.index },
    read_at: { seconds: row.seconds },
  };
}

/** Imports one file, prints what was not accepted as it came, and resolves to the counts. */
function importFile(service, metadata, path) {
  const rows = reads(path);
  const import_id = `node-${createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 24)}`;
  const counts = { accepted: 0, in_review: 0, refused: 0, duplicates: 0 };
  return new Promise((resolve, reject) => {
    const call = service.ImportReadings(metadata);
    call.on("data", (reply) => {
      for (const name of Object.keys(counts)) counts[name] += reply[name];
      for (const one of reply.exceptions) {
        const row = rows[one.line - 1];
        const why = one.findings.map((found) => found.message_en).join("; ") || one.error?.message;
        if (why) console.log(`${basename(path)}:${row.line}  ${row.meter}  ${row.index}  ${one.state}: ${why}`);
      }
    });
    call.on("error", reject);
    call.on("end", () => resolve(counts));
    for (let start = 0; start < rows.length; start += BATCH) {
      call.write({ import_id, first_line: start + 1, readings: rows.slice(start, start + BATCH).map(message) });
    }
    call.end();
  });
}

const key = process.env.SMARTREGION_KEY;
if (!key || process.argv.length < 3) {
  console.error("usage: SMARTREGION_KEY=… node import-nem13.mjs FILE…");
  process.exit(2);
}
const metadata = new grpc.Metadata();
metadata.set("authorization", `Bearer ${key}`);
const service = client(process.env.SMARTREGION_TARGET ?? "127.0.0.1:7443");
const total = { accepted: 0, in_review: 0, refused: 0, duplicates: 0 };
try {
  for (const path of process.argv.slice(2)) {
    const counts = await importFile(service, metadata, path);
    for (const name of Object.keys(total)) total[name] += counts[name];
  }
} catch (error) {
  console.error(`${grpc.status[error.code] ?? error.code}: ${error.details ?? error.message}`);
  process.exit(1);
} finally {
  service.close();
}
console.log(Object.entries(total).map(([name, count]) => `${name} ${count}`).join(", "));
