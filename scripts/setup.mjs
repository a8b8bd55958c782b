// Makes everything that the collection needs, inside the checkout: Node packages, a Python environment with Jupyter and
// the TensorFlow library, the native addon, the Jupyter kernel, and the built library. Runs before every npm command;
// when nothing has changed it only compares hashes. See CONTRIBUTING.md for the switches.
//
// Only `checkNode` is loaded before the version is known: the rest may use what an old Node does not have.
import { checkNode } from './setup/node-version.mjs';

const fail = (error) => {
  const line =
    error?.fix === undefined ? (error?.stack ?? String(error)) : `${error.message}\n  ${error.fix}`;
  console.error(`set-up stopped: ${line}`);
  process.exit(1);
};
try {
  checkNode(process.version);
  import('./setup/set-up.mjs').then((module) => module.setUp()).catch(fail);
} catch (error) {
  fail(error);
}
