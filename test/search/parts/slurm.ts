import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { freePort } from './redis-server';

/** Why tests with a Slurm of their own are skipped, or false. */
export const noSlurm: string | false = (['munged', 'slurmctld', 'slurmd', 'sbatch'] as const).every(
  (name) => spawnSync('which', [name]).status === 0,
)
  ? process.getuid?.() === 0
    ? false
    : 'a Slurm of its own needs root'
  : 'there is no Slurm (Debian: apt-get install slurm-wlm munge)';

/** A Slurm of a test's own on this machine: one node with two cores, one partition. */
export class Slurm {
  private readonly daemons: ChildProcess[] = [];
  readonly env: NodeJS.ProcessEnv;

  private constructor(private readonly folder: string) {
    this.env = { ...process.env, SLURM_CONF: join(folder, 'slurm.conf') };
  }

  static async start(folder: string): Promise<Slurm> {
    for (const part of ['state', 'spool']) mkdirSync(join(folder, part), { recursive: true });
    const slurm = new Slurm(folder);
    const at = (name: string): string => join(folder, name);
    writeFileSync(at('munge.key'), randomBytes(128), { mode: 0o400 });
    writeFileSync(slurm.env.SLURM_CONF!, configuration(folder, await freePort(), await freePort()));
    slurm.daemon('munged', [
      '--foreground',
      '--force',
      `--key-file=${at('munge.key')}`,
      `--socket=${at('munge.socket')}`,
      `--pid-file=${at('munged.pid')}`,
      `--log-file=${at('munged.log')}`,
      `--seed-file=${at('munged.seed')}`,
    ]);
    await wait(1000);
    slurm.daemon('slurmctld', ['-D']);
    slurm.daemon('slurmd', ['-D']);
    for (let i = 0; i < 100; i++) {
      if (slurm.run('sinfo', ['-h', '-o', '%T']).trim() === 'idle') return slurm;
      await wait(200);
    }
    throw new Error(`Slurm did not start: ${slurm.run('sinfo', ['-R'])}`);
  }

  /** Runs a command of Slurm and gives back what it prints; empty where it fails. */
  run(program: string, args: readonly string[]): string {
    return spawnSync(program, args, { env: this.env, encoding: 'utf8' }).stdout;
  }

  /** Starts a command of Slurm that may go on trying after it has had its effect, as scancel does; the caller ends it. */
  begin(program: string, args: readonly string[]): ChildProcess {
    return spawn(program, args, { env: this.env, stdio: 'ignore' });
  }

  /** Jobs that wait or run, as `12_3 RUNNING`. */
  jobs(): string[] {
    return this.run('squeue', ['-h', '-r', '-o', '%i %T'])
      .trim()
      .split('\n')
      .filter((line) => line !== '');
  }

  async stop(): Promise<void> {
    this.run('scancel', ['-u', 'root']);
    await wait(500);
    for (const child of this.daemons.reverse()) {
      const gone = new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) resolve(null);
        else child.once('exit', resolve);
      });
      child.kill('SIGTERM');
      await Promise.race([gone, wait(5000)]);
      child.kill('SIGKILL');
    }
  }

  private daemon(program: string, args: readonly string[]): void {
    this.daemons.push(spawn(program, args, { env: this.env, stdio: 'ignore' }));
  }
}

function configuration(folder: string, ctld: number, slurmd: number): string {
  const host = hostname().split('.')[0]!;
  return `ClusterName=unetlab
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${ctld}
SlurmdPort=${slurmd}
AuthType=auth/munge
AuthInfo=socket=${folder}/munge.socket
CryptoType=crypto/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmUser=root
SlurmdUser=root
JobAcctGatherType=jobacct_gather/none
ReturnToService=2
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.log
MailProg=/bin/true
KillWait=20
NodeName=${host} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=main Nodes=${host} Default=YES MaxTime=INFINITE State=UP
`;
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
