import assert from "node:assert/strict";
import { test } from "node:test";
import { shortNames } from "../../../send_qual/desk/source/names.js";

const named = (...titles) => [...shortNames(titles.map((title, n) => ({ id: `d${n}.pdf`, title }))).values()];

test("of reports the part that differs is shown", () => {
  const of = (area) => `Area SEND inspection of ${area} Local Area Partnership`;
  assert.deepEqual(named(...["Wexmoor", "Pell and Carrow", "Ormsea"].map(of)), ["Wexmoor", "Pell and Carrow", "Ormsea"]);
});

test("what half of the documents share goes, and others keep their titles", () => {
  const titles = ["Visit to Aby", "Visit to Bree", "Visit to Cole", "Minutes of the board", "A letter"];
  assert.deepEqual(named(...titles), ["Aby", "Bree", "Cole", "Minutes of the board", "A letter"]);
});

test("less than half share nothing, nor do two", () => {
  assert.deepEqual(named("Visit to Aby", "Visit to Bree", "x", "y", "z"), ["Visit to Aby", "Visit to Bree", "x", "y", "z"]);
  assert.deepEqual(named("Visit to Aby", "Visit to Bree"), ["Visit to Aby", "Visit to Bree"]);
});

test("a title never loses all its words, and no two documents have one name", () => {
  assert.deepEqual(named("Report", "Report", "Report"), ["Report (d0.pdf)", "Report (d1.pdf)", "Report (d2.pdf)"]);
  assert.deepEqual(named("Talk one", "Talk one", "Talk two"), ["one (d0.pdf)", "one (d1.pdf)", "two"]);
  assert.deepEqual(named("", "s01"), ["d0.pdf", "s01"]);
  assert.deepEqual(named(), []);
});
