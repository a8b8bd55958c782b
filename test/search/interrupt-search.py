"""Interrupts a search in a real TypeScript kernel as JupyterLab does, to the process group, and runs its cell again."""
import json
import queue
import sys

from jupyter_client.manager import KernelManager

folder, root = sys.argv[1], sys.argv[2]
setup = f"""
import {{ beadTiles, writeSamples }} from 'unetlab/data';
import * as search from 'unetlab/search';
const folder = {json.dumps(folder)};
await writeSamples(folder + '/beads', beadTiles({{ scenes: 4, side: 64, perScene: 2 }}));
const yaml = `
name: two
method: grid
metric: {{ name: best_val_jaccard, goal: maximize }}
base: best
folds: {{ of: 2, only: [0] }}
parameters:
  learning_rate: {{ values: [0.001, 0.004] }}
  size: {{ value: 64 }}
  base_filters: {{ value: 4 }}
  depth: {{ value: 2 }}
  epochs: {{ value: 40 }}
`;
const space = search.readSpace(yaml, 'two.yaml');
await search.prepareSearch({{ space: space, data: folder + '/beads', set: [], out: folder + '/two' }});
"""
begin = """
let last = 0;
const onChange = ({ running }: any) => {
  const epoch = running[0]?.epoch ?? 0;
  if (epoch !== last) console.log('epoch ' + (last = epoch));
};
const first = await search.runSearch({ folder: folder + '/two', onChange: onChange });
console.log('the cell went on');
"""
again = "const second = await search.runSearch({ folder: folder + '/two' });"
ask = "console.log(JSON.stringify(%s));"
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
            message = client.get_iopub_msg(timeout=1 if idle else 120)
        except queue.Empty:
            if idle:
                break  # what was printed late has come too
            raise
        if message['parent_header'].get('msg_id') != asked:
            continue
        if message['msg_type'] in ('stream', 'error'):
            text += message['content'].get('text') or '\n'.join(message['content']['traceback'])
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
        run(begin, until='epoch 3\n'),
        run(ask % '[first.stopped, first.records.length]'),
        run(again),
        run(ask % '[second.stopped, second.records.map(({ state, summary }) => [state, summary.epochs_run])]'),
    ]
    print(json.dumps(results))
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
