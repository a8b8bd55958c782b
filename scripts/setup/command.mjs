import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { inState, root } from './checkout.mjs';

const everyMs = 10_000;

/**
 * Runs a program quietly: its output goes to `.setup/<log>.log`, and every ten seconds one line says that it is still
 * at work, with the last line worth showing.
 * @param limitMs it is ended after this time; default none
 * @returns the exit code and the whole output
 */
export function run(program, args, { log, say, env = process.env, cwd = root, show = /./, limitMs = 0 }) {
  mkdirSync(inState(), { recursive: true });
  const file = createWriteStream(inState(`${log}.log`), { flags: 'a' });
  file.write(`\n$ ${program} ${args.join(' ')}\n`);
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: limitMs,
      killSignal: 'SIGKILL',
    });
    let output = '';
    let last = '';
    const started = performance.now();
    const heartbeat = setInterval(() => {
      const seconds = Math.round((performance.now() - started) / 1000);
      say(`    ${String(seconds).padStart(4)} s  ${last === '' ? 'working' : last.slice(0, 100)}`);
    }, everyMs);
    const take = (chunk) => {
      const text = chunk.toString();
      output += text;
      file.write(text);
      for (const line of text.split(/[\r\n]+/)) if (line.trim() !== '' && show.test(line)) last = line.trim();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const end = (code) => {
      clearInterval(heartbeat);
      file.end();
      resolve({ code, output });
    };
    child.on('error', (error) => {
      output += String(error);
      end(127);
    });
    child.on('close', (code) => end(code ?? 130));
  });
}

/** The last lines of an output that say something. */
export const tail = (output, lines = 12) =>
  output
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(-lines)
    .map((line) => `    ${line}`)
    .join('\n');

const unreachable =
  /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|ERR_SOCKET_TIMEOUT|NewConnectionError|ConnectTimeoutError|ReadTimeoutError|NameResolutionError|Temporary failure in name resolution|Network is unreachable|ProxyError|SSLError|tunneling socket/;
const full = /ENOSPC|No space left on device|Disk quota exceeded/;

/** Whether the output of npm, pip or conda says that its registry did not answer. */
export const sawNoNetwork = (output) => unreachable.test(output);
/** Whether the output says that the disk is full. */
export const sawFullDisk = (output) => full.test(output);
