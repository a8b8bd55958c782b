import { root } from './checkout.mjs';
import { build } from './build.mjs';
import { choices } from './choices.mjs';
import { kernel } from './kernel.mjs';
import { kernelSnapshot } from './kernel-snapshot.mjs';
import { takeLock } from './lock.mjs';
import { checkDisk } from './machine.mjs';
import { nativeAddon } from './native-addon.mjs';
import { nodePackages } from './node-packages.mjs';
import { pythonEnvironment } from './python-environment.mjs';
import { readStamp, removeStamp, writeStamp } from './stamps.mjs';

const steps = [nodePackages, pythonEnvironment, nativeAddon, kernel, build, kernelSnapshot];
const say = (line) => console.error(line);

/** Brings every step up to date; what is already as it should be costs a comparison of hashes. */
export async function setUp() {
  if (stale().length === 0) return;
  const release = await takeLock(say);
  const stop = (signal) => {
    release();
    console.error(`\nset-up interrupted; the next run goes on from here`);
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    await bringUpToDate(stale());
  } finally {
    release();
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}

const contextOf = () => ({
  choice: choices(),
  stamps: Object.fromEntries(steps.map(({ name }) => [name, readStamp(name)])),
});

const fresh = (step, context) =>
  context.stamps[step.name]?.inputs === step.inputs(context) && step.present(context);

/** The steps to do: those that are out of date, and whatever builds on them. */
function stale() {
  const context = contextOf();
  const wanted = new Set();
  for (const step of steps)
    if (!fresh(step, context) || step.needs.some((name) => wanted.has(name))) wanted.add(step.name);
  return steps.filter(({ name }) => wanted.has(name));
}

/** How each step stands: `current`, `outdated` (done once, but not for what is here now) or `absent`. */
export function stepStates() {
  const context = contextOf();
  const wanted = new Set(stale().map(({ name }) => name));
  return steps.map(({ name, title, present }) => ({
    name,
    title,
    state: !wanted.has(name)
      ? 'current'
      : context.stamps[name] !== null && present(context)
        ? 'outdated'
        : 'absent',
  }));
}

async function bringUpToDate(wanted) {
  if (wanted.length === 0) return;
  const { choice } = contextOf();
  // Everything that can be known beforehand is looked at before the first download.
  for (const step of wanted) step.check({ choice });
  checkDisk(
    root,
    wanted.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  say(
    `setting up ${wanted.map(({ title }) => title).join(', ')}${wanted.length > 2 ? ' (some minutes, about 3 GB, the first time)' : ''}`,
  );
  writeStamp('choices', choice);
  for (const step of steps) {
    const context = contextOf();
    if (fresh(step, context)) continue;
    step.check(context);
    const started = performance.now();
    say(`  ${step.title} …`);
    removeStamp(step.name); // an interrupted step must look unfinished
    const result = await step.run({ ...context, say, last: context.stamps[step.name] });
    writeStamp(step.name, { inputs: step.inputs(context), ...result });
    say(`  ${step.title}: done in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
}
