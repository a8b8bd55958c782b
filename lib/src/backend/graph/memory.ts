import type { GraphNode } from './node';

/**
 * Bytes that the results of a graph's nodes take at the worst moment, when each is made in the order of the nodes and
 * freed after its last use. Variables are not counted. TensorFlow may run branches in another order and needs working
 * space of its own, so the true peak is somewhat higher.
 *
 * @param bytes size of each node's output, by `node:index`
 */
export function peakBytes(nodes: readonly GraphNode[], bytes: ReadonlyMap<string, number>): number {
  const lastUse = new Map<string, number>();
  nodes.forEach(({ inputs }, i) => {
    for (const input of inputs) lastUse.set(input, i);
  });
  const freedAfter = new Map<number, number>();
  let live = 0;
  let peak = 0;
  const made = outputsByNode(bytes);
  nodes.forEach(({ name }, i) => {
    for (const [output, size] of made.get(name) ?? []) {
      live += size;
      const until = lastUse.get(output) ?? i;
      freedAfter.set(until, (freedAfter.get(until) ?? 0) + size);
    }
    peak = Math.max(peak, live);
    live -= freedAfter.get(i) ?? 0;
  });
  return peak;
}

function outputsByNode(bytes: ReadonlyMap<string, number>): Map<string, [string, number][]> {
  const byNode = new Map<string, [string, number][]>();
  for (const [output, size] of bytes) {
    const node = output.slice(0, output.lastIndexOf(':'));
    byNode.set(node, [...(byNode.get(node) ?? []), [output, size]]);
  }
  return byNode;
}
