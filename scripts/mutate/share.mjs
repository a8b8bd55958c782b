/**
 * What came out, in words: the share noticed, for a sample with its 95 % interval (Wilson, 1927, "Probable inference"), and
 * the same without the changes that do nothing that counts.
 */
export function shareLine(name, chosen, total) {
  const noticed = chosen.filter(({ by }) => by !== null).length;
  const counting = chosen.filter(({ by, known }) => by !== null || known === null).length;
  const lines = [
    `${name}: ${share(noticed, chosen.length)} noticed${interval(noticed, chosen.length, total)}`,
  ];
  if (counting < chosen.length)
    lines.push(
      `  ${share(noticed, counting)} of those that change something that counts${interval(noticed, counting, total)}`,
    );
  return lines;
}

const share = (part, all) => `${part} of ${all} (${((100 * part) / all).toFixed(0)} %)`;

function interval(part, all, total) {
  if (all === 0 || all >= total) return '';
  const z = 1.959964;
  const p = part / all;
  const middle = (p + (z * z) / (2 * all)) / (1 + (z * z) / all);
  const half = (z / (1 + (z * z) / all)) * Math.sqrt((p * (1 - p)) / all + (z * z) / (4 * all * all));
  const percent = (value) => (100 * value).toFixed(0);
  return `, of all ${total} between ${percent(middle - half)} and ${percent(middle + half)} % (95 %)`;
}
