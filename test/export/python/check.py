"""python check.py FOLDER: what onnxruntime and TensorFlow make of the exports in it, as one line of JSON.

Each case is a folder: model.onnx, saved_model/, and pairs picture-N.npy [n, h, w, c], probability-N.npy [n, h, w, 1]."""
import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import tensorflow as tf

result = {}
for case in sorted(path for path in Path(sys.argv[1]).iterdir() if path.is_dir()):
    onnx.checker.check_model(str(case / "model.onnx"), full_check=True)
    session = onnxruntime.InferenceSession(str(case / "model.onnx"), providers=["CPUExecutionProvider"])
    serve = tf.saved_model.load(str(case / "saved_model")).signatures["serving_default"]
    worst = {"onnx": 0.0, "tensorflow": 0.0}
    for file in sorted(case.glob("picture-*.npy")):
        picture, want = np.load(file), np.load(str(file).replace("picture", "probability"))
        planes = np.ascontiguousarray(picture.transpose(0, 3, 1, 2))
        got = {
            "onnx": session.run(None, {"image": planes})[0].transpose(0, 2, 3, 1),
            "tensorflow": serve(image=tf.constant(picture))["probability"].numpy(),
        }
        for name, map in got.items():
            assert map.shape == want.shape, (case.name, name, map.shape, want.shape)
            worst[name] = max(worst[name], float(np.abs(map - want).max()))
    result[case.name] = worst
print(json.dumps(result))
