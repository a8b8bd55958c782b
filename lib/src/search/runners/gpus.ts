import { spawnSync } from 'node:child_process';

/**
 * Names of the GPUs that trials may use: those of `CUDA_VISIBLE_DEVICES` where it is set, else those that `nvidia-smi` lists;
 * none where there is no such program.
 */
export function gpuNames(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  program = 'nvidia-smi',
): string[] {
  const told = environment.CUDA_VISIBLE_DEVICES;
  if (told !== undefined) {
    const names = told.split(',').map((name) => name.trim());
    // As CUDA reads it: what comes after a name that is none does not count.
    const end = names.findIndex((name) => !/^(?:\d+|GPU-[\w-]+|MIG-[\w/-]+)$/.test(name));
    return end < 0 ? names : names.slice(0, end);
  }
  const { status, stdout } = spawnSync(program, ['--query-gpu=index', '--format=csv,noheader'], {
    encoding: 'utf8',
    timeout: 10_000,
  });
  if (status !== 0) return [];
  return stdout.split('\n').flatMap((line) => (/^\d+$/.test(line.trim()) ? [line.trim()] : []));
}

/** Deals GPUs to trials: one each where there are several, the one with the fewest trials where there are more of these. */
export class GpuSlots {
  private readonly used: Map<string, number>;

  constructor(names: readonly string[]) {
    this.used = new Map(names.map((name) => [name, 0]));
  }

  /** What to set in the environment of a trial, and how to give the GPU back. */
  take(): { readonly environment: Readonly<Record<string, string>>; readonly release: () => void } {
    if (this.used.size === 0) return { environment: {}, release: () => undefined };
    const [name] = [...this.used].reduce((least, one) => (one[1] < least[1] ? one : least));
    const shared = this.used.get(name)! > 0;
    this.add(name, 1);
    return {
      environment: {
        CUDA_VISIBLE_DEVICES: name,
        // The first trial on a GPU would otherwise take all its memory, also that of those which join it.
        ...((shared || this.used.size === 1) && { TF_FORCE_GPU_ALLOW_GROWTH: 'true' }),
      },
      release: () => {
        this.add(name, -1);
      },
    };
  }

  private add(name: string, by: number): void {
    this.used.set(name, this.used.get(name)! + by);
  }
}
