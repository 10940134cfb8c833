// Unpacks Chromium into the folder for temporary files and says where it is; its libraries lie in lib beside it.
import { dirname, join } from "node:path";
import chromium, { inflate } from "@sparticuz/chromium";

const path = await chromium.executablePath();
const packed = join(import.meta.dirname, "node_modules/@sparticuz/chromium/bin/al2023.tar.br");
await inflate(packed);
console.log(JSON.stringify({ path, libraries: join(dirname(path), "al2023", "lib") }));
