/**
 * Measures each contender once per round, so that whatever disturbs the machine disturbs them all. They take turns at
 * going first.
 *
 * @returns one value per round for each contender
 */
export async function rounds<Name extends string, Value>(
  contenders: readonly Name[],
  count: number,
  measure: (contender: Name) => Promise<Value>,
): Promise<Record<Name, Value[]>> {
  const values = Object.fromEntries(contenders.map((name) => [name, []])) as unknown as Record<Name, Value[]>;
  for (let round = 0; round < count; round += 1) {
    const first = round % contenders.length;
    for (const name of [...contenders.slice(first), ...contenders.slice(0, first)]) {
      values[name].push(await measure(name));
    }
  }
  return values;
}
