"""Interrupts trainings in a real TypeScript kernel as JupyterLab does, then asks the kernel how they ended."""
import json
import queue
import sys

from jupyter_client.manager import KernelManager

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
manager = KernelManager(kernel_name='tslab')
manager.start_kernel(cwd=root)
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=60)


def run(code, until=None):
    """Executes and returns what was printed, with the reply's status; with `until`, interrupts once that text was."""
    asked = client.execute(code)
    text, interrupted, idle = '', False, False
    while True:
        try:
            message = client.get_iopub_msg(timeout=1 if idle else 60)
        except queue.Empty:
            if idle:
                break  # what was printed late has come too
            raise
        if message['parent_header'].get('msg_id') != asked:
            continue
        if message['msg_type'] == 'stream':
            text += message['content']['text']
        if until and until in text and not interrupted:
            interrupted = True
            manager.interrupt_kernel()
        if message['msg_type'] == 'status' and message['content']['execution_state'] == 'idle':
            idle = True
    while True:
        reply = client.get_shell_msg(timeout=60)
        if reply['parent_header'].get('msg_id') == asked:
            return {'text': text[-3000:], 'status': reply['content']['status']}


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
    client.stop_channels()
    manager.shutdown_kernel(now=True)
