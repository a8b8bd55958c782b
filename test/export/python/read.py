"""python read.py NETWORK PAIR.json: the reader's description, the shapes and sums of the weights, as one line of JSON.

Where torch is installed, also the largest difference of its probabilities from those in PAIR.json."""
import importlib.util
import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[3] / "examples" / "python"))
from read_network import read_network  # noqa: E402

description, weights = read_network(sys.argv[1])
arrays = {name: [list(array.shape), float(array.astype(np.float64).sum())] for name, array in weights.items()}
result = {"description": description, "arrays": arrays, "torch": None}
if importlib.util.find_spec("torch"):
    from unet_torch import load_unet, predict

    pair = json.loads(Path(sys.argv[2]).read_text())
    picture = np.array(pair["data"]).reshape(pair["height"], pair["width"], -1)
    got = predict(*load_unet(sys.argv[1]), picture)
    result["torch"] = float(np.abs(got.ravel() - pair["probability"]).max())
print(json.dumps(result))
