import { asMarkdown, markdown, markdownList, type Markdown } from '../text';

/** What computes the tensors; `describeBackend` of `unetlab/backend` makes it. */
export interface BackendWords {
  readonly kind: 'gpu' | 'cpu' | 'javascript';
  readonly version: string;
  readonly devices: readonly string[];
  /** Speed of a float32 convolution in GFLOP/s; null where it was not measured. */
  readonly gflops: number | null;
}

/** The backend as columns of a table. */
export function backendRow({
  kind,
  version,
  devices,
  gflops,
}: BackendWords): Record<string, string | number | null> {
  return {
    backend: { gpu: 'native, GPU', cpu: 'native, CPU', javascript: 'plain JavaScript' }[kind],
    version,
    devices: devices.join(', '),
    'GFLOP/s': gflops === null ? null : Math.round(gflops),
  };
}

/** An image by its crowd. */
interface Crowd {
  readonly objects: number;
  /** Share of the pixels, in [0, 1]. */
  readonly foreground: number;
}

/** What notebook 00 found: the machine, the images, and what a very small network reaches on them. */
export function firstFindings(
  { kind, version, gflops }: BackendWords,
  [least, greatest]: readonly [Crowd, Crowd],
  network: { readonly seconds: number; readonly weights: number; readonly jaccard: number },
): Markdown {
  const runs = {
    gpu: asMarkdown('on a GPU'),
    cpu: asMarkdown('natively on the processor'),
    javascript: asMarkdown('in plain JavaScript: `npm run doctor` says how to make it fast'),
  }[kind];
  return markdownList([
    markdown`TensorFlow ${version} runs ${runs}, at ${Math.round(gflops ?? 0)} GFLOP/s in a float32 convolution.`,
    markdown`Synthetic tiles hold ${least.objects} to ${greatest.objects} beads; foreground is ${(100 * least.foreground).toFixed(2)} to ${(100 * greatest.foreground).toFixed(1)} % of the pixels.`,
    markdown`After ${network.seconds.toFixed(1)} s of training, a network of ${network.weights} weights reaches a hard Jaccard of **${network.jaccard.toFixed(3)}** on slides that it has not seen.`,
  ]);
}
