// wasi.mjs <program.wasm> [argument...]: runs the program, and exits with its exit code.
import { readFile } from "node:fs/promises";
import { WASI } from "node:wasi";

const args = process.argv.slice(2);
const preopens = { "/dev": "/dev" }; // for /dev/null
const wasi = new WASI({ version: "preview1", args, preopens, returnOnExit: true });
const imports = { wasi_snapshot_preview1: wasi.wasiImport };
const { instance } = await WebAssembly.instantiate(await readFile(args[0]), imports);
process.exitCode = wasi.start(instance);
