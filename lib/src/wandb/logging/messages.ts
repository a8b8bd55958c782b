import type { Json } from '../../values';
import type { WandbServer } from '../server/settings';
import type { LoggedImage, RunDescription } from './run-description';

/** What the logging thread is started with. */
export interface ThreadStart {
  readonly server: WandbServer;
  readonly run: RunDescription;
}

/** What the training sends to the logging thread. */
export type ToThread =
  | {
      readonly kind: 'epoch';
      readonly values: Readonly<Record<string, Json>>;
      readonly images: readonly LoggedImage[];
    }
  | {
      readonly kind: 'finish';
      readonly summary: Readonly<Record<string, Json>>;
      readonly exitCode: number;
      /** Whether the sweep is to hand the run to somebody again. */
      readonly preempted: boolean;
    };

/** What the logging thread sends back. */
export type FromThread =
  /** The run exists on the server. */
  | { readonly kind: 'started'; readonly url: string }
  /** Something failed; the thread goes on. */
  | { readonly kind: 'trouble'; readonly line: string }
  /** All that could be delivered has been. */
  | { readonly kind: 'finished'; readonly delivery: Delivery };

/** What arrived. */
export interface Delivery {
  /** Rows that the training logged. */
  readonly logged: number;
  /** Rows that the server has, or null where it could not be asked. */
  readonly stored: number | null;
  /** Rows that the SDK had dropped and that were sent again. */
  readonly resent: number;
  readonly imagesFailed: number;
}
