import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findInNetrc } from './netrc';

/** Where a W&B server is and how to speak to it. */
export interface WandbServer {
  /** Address of the API without a trailing slash. */
  readonly baseUrl: string;
  /** Address of the pages, for links. */
  readonly appUrl: string;
  /** Null where no key was found. */
  readonly apiKey: string | null;
  /** Where the key was looked for, for the error message. */
  readonly keySought: string;
}

export interface ServerOptions {
  /** Default `WANDB_BASE_URL`, else the public service. */
  readonly baseUrl?: string | undefined;
  /** Default `WANDB_API_KEY`, else `~/.netrc`. */
  readonly apiKey?: string | undefined;
}

const publicApi = 'https://api.wandb.ai';
/** One service under two names; `wandb login` writes the key under either. */
const otherNames: Readonly<Record<string, string | undefined>> = {
  'api.wandb.ai': 'api.forge.coreweave.com',
  'api.forge.coreweave.com': 'api.wandb.ai',
};

/** Finds the server and the key where W&B's own clients do. */
export async function findServer(
  options: ServerOptions,
  env: Readonly<Record<string, string | undefined>>,
): Promise<WandbServer> {
  const given = (options.baseUrl ?? env.WANDB_BASE_URL ?? '') || publicApi;
  const baseUrl = given.trim().replace(/\/+$/, '');
  if (!URL.canParse(baseUrl) || !/^https?:/.test(baseUrl)) {
    throw new Error(`"${given}" is no address of a W&B server: expected something like ${publicApi}`);
  }
  const host = new URL(baseUrl).hostname;
  const netrc = env.NETRC ?? join(env.HOME ?? homedir(), '.netrc');
  const apiKey = (options.apiKey ?? env.WANDB_API_KEY ?? '').trim() || (await keyInNetrc(netrc, host));
  return {
    baseUrl,
    appUrl: (env.WANDB_APP_URL ?? '').replace(/\/+$/, '') || appUrlOf(baseUrl),
    apiKey,
    keySought: `WANDB_API_KEY and ${env.NETRC ?? '~/.netrc'} (machine ${host})`,
  };
}

async function keyInNetrc(path: string, host: string): Promise<string | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return null; // no file, or not ours to read: the same as no key
  }
  const other = otherNames[host];
  return findInNetrc(text, host) ?? (other === undefined ? null : findInNetrc(text, other));
}

function appUrlOf(baseUrl: string): string {
  return baseUrl.replace('://api.wandb.', '://wandb.').replace('://api.', '://app.');
}
