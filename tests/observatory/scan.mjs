// Marks of the Observatory for addresses of a server on this machine, as JSON: node scan.mjs < {"port": …, "pages": [{…}]}
//
// Its own `scan` takes the ports and the path of a public host for granted, and looks at nothing that is no page to see
// (404, 500). Fetching, tests and marks are its own; what is put together here is what `scan` does with them.
import fs from "node:fs";
import { createRequire, syncBuiltinESMExports } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

// Browsers' list of hosts known to be on TLS is fetched when the scanner is installed, which ours is without scripts.
// No host of a test is on it.
const read = fs.readFileSync;
fs.readFileSync = (path, ...how) => (String(path).endsWith("hsts-preload.json") ? "{}" : read(path, ...how));
syncBuiltinESMExports();

const scanner = dirname(createRequire(import.meta.url).resolve("@mdn/mdn-http-observatory"));
const part = (name) => import(pathToFileURL(join(scanner, name)).href);
const { retrieve } = await part("retriever/retriever.js");
const { ALL_TESTS } = await part("constants.js");
const { MINIMUM_SCORE_FOR_EXTRA_CREDIT } = await part("grader/charts.js");
const { getGradeForScore, getScoreModifier } = await part("grader/grader.js");

const { port, pages } = JSON.parse(read(0, "utf8"));
const marks = {};
for (const { name, path, cookie } of pages) {
  const headers = ["Accept: text/html", ...(cookie ? [`Cookie: ${cookie}`] : [])];
  const found = await retrieve("localhost", { httpPort: port, httpsPort: port, path, headers });
  if (!found.responses.auto) throw new Error(`${path} was not answered`);
  const results = ALL_TESTS.map((test) => test(found));
  const modifiers = results.map(({ result }) => getScoreModifier(result));
  const plain = modifiers.filter((each) => each < 0).reduce((sum, each) => sum + each, 100);
  const whole = modifiers.reduce((sum, each) => sum + each, 100);
  const score = plain >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? whole : plain;
  marks[name] = {
    status: found.responses.auto.status,
    grade: getGradeForScore(score).grade,
    score,
    failed: results.filter(({ pass }) => !pass).map(({ result }) => result),
    said: results.map(({ result }) => result),
  };
}
console.log(JSON.stringify(marks));
