import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { readPictures, type ReadPicture, type ReadSettings } from './read-pictures';

interface Answer {
  readonly pictures?: ReadPicture[];
  readonly failure?: string;
}

/** Reads and prepares pictures while the network, which blocks the calling thread, works on those before. */
export class ReadThread {
  private worker: Worker | null = null;
  private readonly waiting: {
    resolve: (pictures: ReadPicture[]) => void;
    reject: (error: unknown) => void;
  }[] = [];

  /** @param own false reads in the calling thread */
  constructor(
    private readonly settings: ReadSettings,
    private readonly own: boolean,
  ) {}

  read(file: string): Promise<ReadPicture[]> {
    if (!this.own) return readPictures(file, this.settings);
    this.worker ??= this.open();
    const { worker } = this;
    const pictures = new Promise<ReadPicture[]>((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      worker.postMessage(file);
    });
    pictures.catch(() => undefined); // awaited later; without this an early failure would count as unhandled
    return pictures;
  }

  async end(): Promise<void> {
    await this.worker?.terminate();
    this.worker = null;
  }

  private open(): Worker {
    const worker = new Worker(join(__dirname, 'read-worker.js'), { workerData: this.settings });
    worker.on('message', ({ pictures, failure }: Answer) => {
      const next = this.waiting.shift();
      if (pictures) next?.resolve(pictures);
      else next?.reject(new Error(failure));
    });
    worker.on('error', (error) => {
      this.worker = null;
      for (const { reject } of this.waiting.splice(0)) reject(error);
    });
    return worker;
  }
}
