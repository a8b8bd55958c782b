"""Interrupts a training in a real TypeScript kernel as JupyterLab does, then asks the kernel how it ended."""
import json
import queue
import sys

from jupyter_client.manager import KernelManager

folder, root = sys.argv[1], sys.argv[2]
cell = f"""
import {{ syntheticMicrobeads, splitByGroup }} from 'unetlab/data';
import {{ createLoss }} from 'unetlab/losses';
import {{ createModel }} from 'unetlab/models';
import {{ interruptSignal }} from 'unetlab/notebook';
import {{ train }} from 'unetlab/training';
const split = splitByGroup(syntheticMicrobeads({{ count: 12, size: 32, seed: 5 }}), {{ validation: 0.3 }});
const training = (globalThis as any).training = train({{
  model: createModel('unet', {{ depth: 2, baseFilters: 4 }}), loss: createLoss('dice'), split: split,
  config: {{ epochs: 100000, batchSize: 4 }}, checkpoints: {json.dumps(folder)}, signal: interruptSignal(),
  onProgress: ({{ epoch, step, steps }}) => {{ if (step === steps) console.log('epoch ' + epoch); }},
}});
await training;
"""
manager = KernelManager(kernel_name='tslab')
manager.start_kernel(cwd=root)
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=60)


def run(code, until=None):
    """Executes and returns what was printed; with `until`, interrupts once that text was."""
    asked = client.execute(code)
    text, interrupted, idle = '', False, False
    while True:
        try:
            message = client.get_iopub_msg(timeout=1 if idle else 60)
        except queue.Empty:
            if idle:
                return text  # what was printed late has come too
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


try:
    first = run(cell, until='epoch 3\n')
    second = run(
        '(globalThis as any).training.then((ended: any) => '
        'console.log(JSON.stringify({ stopped: ended.stopped, epochs: ended.history.epoch.length }))); void 0;'
    )
    print(json.dumps({'first': first[-3000:], 'second': second}))
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
