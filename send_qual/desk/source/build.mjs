// Bundle the desk's modules into ../static, which is committed: nobody needs Node to use the desk.
// `npm run build -- --check` writes nothing and fails where the bundle is not in step with its source.
import { build } from "esbuild";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const folder = join(here, "..", "static");

const made = await build({
  absWorkingDir: here,
  entryPoints: { desk: "index.js", "desk.style": "desk.css" },
  outdir: folder,
  bundle: true,
  format: "esm",
  target: ["chrome117", "firefox140", "safari17"],
  charset: "ascii",
  minify: true,
  legalComments: "eof",
  banner: { js: "/* Built from send_qual/desk/source: change it there. */", css: "/* Built from send_qual/desk/source: change it there. */" },
  write: false,
  logLevel: "warning",
});
const files = made.outputFiles.map((file) => [file.path.replace("desk.style.css", "desk.css"), file.text]);

let stale = 0;
for (const [path, text] of files) {
  if (process.argv.includes("--check")) {
    const kept = await readFile(path, "utf8").catch(() => "");
    if (kept !== text) {
      console.error(`${path} is not in step with its source: run npm run build`);
      stale = 1;
    }
  } else {
    await writeFile(path, text);
  }
}
process.exitCode = stale;
