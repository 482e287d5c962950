import assert from "node:assert/strict";
import { test } from "node:test";
import { facetKeys, keysInWords, marksOf, namesOf } from "../../../send_qual/desk/source/facets.js";

const side = { id: "side", values: [{ id: "boon", name: "boon", mark: "+", sign: "strength" }, { id: "curb", name: "a curb", mark: "−", sign: "weakness" }, { id: "half", name: "half", mark: "±", sign: "both" }] };
const phase = { id: "phase", values: [{ id: "first", name: "First steps", mark: "1st", sign: "" }, { id: "aaa", name: "aaa", mark: "aaa", sign: "" }] };

test("the first free letter is the key, b the one that says both where nothing else has it", () => {
  assert.deepEqual(facetKeys([side, phase]), { b: ["side", "boon"], c: ["side", "curb"], f: ["side", "half"], i: ["phase", "first"], d: ["phase", "aaa"] });
  assert.deepEqual(facetKeys([{ id: "side", values: [side.values[1], side.values[2]] }]), { c: ["side", "curb"], b: ["side", "half"] });
});

test("a value whose letters all do something else has one that is left, as far as they go", () => {
  const many = { id: "phase", values: ["roots", "shoots", "bloom", "ground", "a", "e", "g"].map((id) => ({ id, name: id, mark: id, sign: "" })) };
  assert.deepEqual(facetKeys([many]), { b: ["phase", "bloom"], d: ["phase", "ground"], c: ["phase", "roots"], f: ["phase", "shoots"], i: ["phase", "a"], y: ["phase", "e"] });
});

test("a codebook without facets has no keys and no line of them", () => {
  assert.deepEqual([facetKeys([]), keysInWords([])], [{}, []]);
  assert.deepEqual(keysInWords([side]), [["b  c  f", "boon, a curb, half"]]);
});

test("values are called as declared, and those not declared by their ids", () => {
  assert.equal(marksOf([side, phase], { side: "curb", phase: "first" }), "− 1st");
  assert.deepEqual(namesOf([side], { side: "curb", gone: "was" }), ["a curb", "was"]);
});
