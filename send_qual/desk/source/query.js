// What is retrieved: codes, how they go together, and what it is narrowed to. Pure: a query in, another out.

import { valueOf } from "./facets.js";

/** A code alone; or beside those that are asked for, or away from them where it is one. */
export function withCode(query, code, beside) {
  const without = (query.without ?? []).filter((id) => id !== code);
  if (!beside) return { ...query, without, codes: [code] };
  const codes = query.codes.includes(code) ? query.codes.filter((id) => id !== code) : [...query.codes, code];
  return { ...query, without, codes };
}

/** A code whose passages are left out (`on`), or are not any more. */
export function withoutCode(query, code, on) {
  const rest = (query.without ?? []).filter((id) => id !== code);
  return { ...query, codes: on ? query.codes.filter((id) => id !== code) : query.codes, without: on ? [...rest, code] : rest };
}

/** In a sentence. */
export function inWords(query, state) {
  const name = (id) => state.codeOf(id).path;
  const joined = { any: " or ", all: " and, on the same words, ", near: " near " }[query.how];
  const told = [query.codes.map(name).join(joined) || "all codes"];
  if (query.without?.length) told.push(`not coded with ${query.without.map(name).join(" or ")}`);
  for (const [facet, value] of Object.entries(query.facets ?? {})) if (value) told.push(`${facet}: ${value === "-" ? "none" : valueOf(state.codebook.facets, facet, value).name}`);
  if (query.attribute) told.push(`${query.attribute}: ${query.value}`);
  return told.join("; ");
}
