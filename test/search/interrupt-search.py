"""Interrupts a search in a real TypeScript kernel as JupyterLab does, to the process group, and runs its cell again."""
import json
import os
import sys

sys.path.insert(0, os.path.join(sys.argv[2], 'test', 'notebook', 'run'))
from kernel import Kernel

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
kernel = Kernel(root)
run = kernel.run

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
    kernel.end()
