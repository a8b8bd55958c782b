import type { ConfigValue } from '../../types';

/** What a careful statistician would say before reading any result off the runs. */
export interface Warning {
  readonly kind: WarningKind;
  /** One or two sentences with the figures. */
  readonly message: string;
  /** The figures behind the message. */
  readonly evidence: Readonly<Record<string, ConfigValue>>;
}

export type WarningKind =
  | 'adaptive sampling'
  | 'early stopping'
  | 'confounded factors'
  | 'duplicate configurations'
  | 'exact copies'
  | 'pooled sweeps'
  | 'factor never applied'
  | 'history contradicts summary'
  | 'group of one'
  | 'missing results'
  | 'uneven failures'
  | 'collapsed runs';
