// What the codebook declares of facets: how values are called, their marks for narrow places, and the key of each.

const FREE = "bcdfiy"; // letters that do nothing else in the text

/**
 * Keys of the facets' values: the first letter of its id that is free (`b` for one that says both), and once all have
 * chosen, for those without one any that is left.
 */
export function facetKeys(facets) {
  const values = facets.flatMap((facet) => facet.values.map((value) => ({ facet: facet.id, ...value })));
  const keys = {};
  for (const letters of [({ id, sign }) => `${sign === "both" ? "b" : ""}${id.toLowerCase()}`, () => FREE]) {
    for (const value of values) {
      const key = [...letters(value)].find((letter) => FREE.includes(letter) && !(letter in keys));
      if (key && !Object.values(keys).some(([facet, id]) => facet === value.facet && id === value.id)) keys[key] = [value.facet, value.id];
    }
  }
  return keys;
}

/** What is declared of a value; of one that the codebook does not have (any more), its id. */
export function valueOf(facets, facet, id) {
  return facets.find((one) => one.id === facet)?.values.find((value) => value.id === id) ?? { id, name: id, mark: id, sign: "" };
}

/** The values of a coding in a mark or two: beside the colour there is always a sign. */
export function marksOf(facets, values) {
  return Object.entries(values).map(([facet, id]) => valueOf(facets, facet, id).mark).join(" ");
}

/** The values of a coding, each by its name. */
export function namesOf(facets, values) {
  return Object.entries(values).map(([facet, id]) => valueOf(facets, facet, id).name);
}

/** The keys and what they say, as the page of keys lists them: no line for a codebook without facets. */
export function keysInWords(facets) {
  const keys = Object.entries(facetKeys(facets));
  return keys.length ? [[keys.map(([key]) => key).join("  "), keys.map(([, [facet, id]]) => valueOf(facets, facet, id).name).join(", ")]] : [];
}
