"""The exported network under onnxruntime (see task.py)."""
import onnxruntime

import task

session = onnxruntime.InferenceSession(f"{task.folder}/network.onnx", providers=["CPUExecutionProvider"])
name = session.get_inputs()[0].name


def predict(image):
    return session.run(None, {name: image[None, None]})[0][0, 0]


task.run(predict)
