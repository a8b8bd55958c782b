import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { inRoot, root } from './checkout.mjs';
import { run } from './command.mjs';
import { compiler } from './machine.mjs';

/**
 * A C++ compiler at work on addons of Node. They use nothing but Node-API, which is the same in every Node, so its headers
 * come from a package, whichever Node runs.
 * @param log name of the file in .setup that gets what the compiler says
 */
export class Compiler {
  #log;
  #say;

  constructor({ log, say }) {
    this.#log = log;
    this.#say = say;
  }

  /** Makes one object file; whether it compiles. */
  async object(source, object, flags) {
    return (await this.#run(...flags, '-c', source, '-o', object)).code === 0;
  }

  /** An addon from sources and objects, linked against `libraries`, which are found beside it when it is loaded. */
  addon({ sources, flags = [], includes, libraries, output }) {
    mkdirSync(dirname(output), { recursive: true });
    const mac = process.platform === 'darwin';
    const origin = mac ? '@loader_path' : '$ORIGIN';
    return this.#run(
      '-shared',
      ...(mac ? ['-undefined', 'dynamic_lookup'] : []),
      ...sources,
      ...flags,
      ...[inRoot('node_modules', 'node-api-headers', 'include'), ...includes].map((folder) => `-I${folder}`),
      ...libraries,
      ...['-pthread', `-Wl,-rpath,${origin}/../../deps/lib`, '-o', output],
    );
  }

  #run(...rest) {
    const [program, ...flags] = compiler().trim().split(/\s+/);
    const common = ['-std=c++17', '-O3', '-fPIC', '-fvisibility=hidden'];
    return run(program, [...flags, ...common, ...rest], { log: this.#log, say: this.#say, cwd: root });
  }
}
