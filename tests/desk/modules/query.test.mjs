import assert from "node:assert/strict";
import { test } from "node:test";
import { inWords, withCode, withoutCode } from "../../../send_qual/desk/source/query.js";

const asked = (...codes) => ({ codes, how: "any", sort: "text" });
const side = { id: "side", values: [{ id: "curb", name: "a curb" }] };
const state = { codebook: { facets: [side] }, codeOf: (id) => ({ path: id.toUpperCase() }) };

test("a click asks for one code, with Ctrl for one more, and once more takes it away", () => {
  assert.deepEqual(withCode(asked("a"), "b", false).codes, ["b"]);
  assert.deepEqual(withCode(asked("a"), "b", true).codes, ["a", "b"]);
  assert.deepEqual(withCode(asked("a", "b"), "b", true).codes, ["a"]);
});

test("a code is asked for or left out, never both", () => {
  const out = withoutCode(asked("a", "b"), "b", true);
  assert.deepEqual([out.codes, out.without], [["a"], ["b"]]);
  const back = withCode(out, "b", true);
  assert.deepEqual([back.codes, back.without], [["a", "b"], []]);
  assert.deepEqual(withoutCode(out, "b", false).without, []);
});

test("what is asked for is said in words", () => {
  assert.equal(inWords({ ...asked("a", "b"), how: "near", facets: { side: "-" }, without: ["c"] }, state), "A near B; not coded with C; side: none");
  assert.equal(inWords({ ...asked("a"), facets: { side: "curb" } }, state), "A; side: a curb");
  assert.equal(inWords(asked(), state), "all codes");
});
