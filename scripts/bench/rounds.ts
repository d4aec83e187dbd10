/** Measures each side once a round, so that what disturbs the computer disturbs all. They take turns at being first. */
export async function rounds<Side extends string, Value>(
  sides: readonly Side[],
  count: number,
  measure: (side: Side) => Promise<Value>,
): Promise<Record<Side, Value[]>> {
  const values = Object.fromEntries(sides.map((side) => [side, []])) as unknown as Record<Side, Value[]>;
  for (let round = 0; round < count; round += 1) {
    const first = round % sides.length;
    for (const side of [...sides.slice(first), ...sides.slice(0, first)]) values[side].push(await measure(side));
  }
  return values;
}
