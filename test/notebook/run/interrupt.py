"""Interrupts trainings in a real TypeScript kernel as JupyterLab does, then asks the kernel how they ended."""
import json
import sys

from kernel import Kernel

folder, root = sys.argv[1], sys.argv[2]
setup = """
import { syntheticMicrobeads, splitByGroup } from 'unetlab/data';
import { createLoss } from 'unetlab/losses';
import { createModel } from 'unetlab/models';
import { interruptSignal } from 'unetlab/notebook';
import { train } from 'unetlab/training';
const split = splitByGroup(syntheticMicrobeads({ count: 12, size: 32, seed: 5 }), { validation: 0.3 });
const task = {
  loss: createLoss('dice'), split: split, config: { epochs: 100000, batchSize: 4 },
  onProgress: ({ epoch, step, steps }: any) => { if (step === steps) console.log('epoch ' + epoch); },
};
const newModel = () => createModel('unet', { depth: 2, baseFilters: 4 });
"""
plain = f"""
const first = await train({{ ...task, model: newModel(), checkpoints: {json.dumps(folder)} }});
const second = await train({{ ...task, model: newModel() }});
console.log('the cell went on');
"""
with_signal = """
const signal = interruptSignal();
const third = await train({ ...task, model: newModel(), signal: signal });
"""
ask = "console.log(JSON.stringify({ %s }));"
kernel = Kernel(root)
run = kernel.run

try:
    results = [
        run(setup),
        run(plain, until='epoch 3\n'),
        run(ask % 'stopped: [first.stopped, second.stopped], epochs: [first, second].map((r) => r.history.epoch.length)'),
        run(with_signal, until='epoch 2\n'),
        run(ask % 'stopped: third.stopped, aborted: signal.aborted'),
        # tslab forgets an interrupt that comes before the cell waits
        run('setTimeout(() => console.log("asleep"), 500);\nawait new Promise((resolve) => setTimeout(resolve, 60000));\nvoid 0;',
            until='asleep'),
        run('console.log("alive")'),
    ]
    print(json.dumps(results))
finally:
    kernel.end()
