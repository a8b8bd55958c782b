"""Reads a network file of unetlab with numpy and safetensors alone.

    python read_network.py net.safetensors            what the file holds, in some lines
    from read_network import read_network             description (a dict) and weights (name -> array)
"""
import hashlib
import json
import sys

from safetensors import safe_open

FIELDS = ("format", "version", "architecture", "model", "parameters", "description")


def read_network(path):
    """The description and the float32 weights. Kernels are [height, width, inputs, outputs], those of
    up-convolutions [2, 2, outputs, inputs]. Raises ValueError for files that are not whole or of another kind."""
    with safe_open(path, framework="numpy") as file:
        metadata = file.metadata() or {}
        if metadata.get("format") != "unetlab-network":
            raise ValueError(f"{path} is no network of unetlab")
        if int(metadata["version"]) > 1:
            raise ValueError(f"{path} has the format {metadata['version']}; this reader knows 1")
        text = json.dumps([metadata[field] for field in FIELDS], separators=(",", ":"), ensure_ascii=False)
        if hashlib.sha256(text.encode()).hexdigest() != metadata["digest"]:
            raise ValueError(f"{path}: its description was changed")
        weights = {name: file.get_tensor(name) for name in file.keys()}
    description = json.loads(metadata["description"])
    description.update(architecture=metadata["architecture"], model=json.loads(metadata["model"]))
    return description, weights


def prepare(picture, preparation):
    """What the network sees of a picture [height, width] or [height, width, channels] in its file's units:
    [height, width, channels] in [0, 1]. Resizing and even contrast are left to unetlab."""
    import numpy as np

    if preparation["size"]["kind"] != "native" or preparation.get("evenContrast"):
        raise NotImplementedError("resizing and even contrast: export the network to ONNX, which does both")
    picture = np.asarray(picture, np.float64)
    if picture.ndim == 2:
        picture = picture[..., None]
    colour = picture.shape[2] >= 3
    if preparation["channels"] == 1:
        picture = (picture[..., :3] @ [0.299, 0.587, 0.114])[..., None] if colour else picture[..., :1]
    else:
        picture = picture[..., :3] if colour else np.repeat(picture[..., :1], 3, 2)
    low, high = preparation["intensity"]["low"], preparation["intensity"]["high"]
    return np.clip((picture - low) / (high - low), 0, 1).astype(np.float32)


if __name__ == "__main__":
    description, weights = read_network(sys.argv[1])
    print(json.dumps(description, indent=1, ensure_ascii=False))
    for name, array in weights.items():
        print(f"{name:40} {list(array.shape)}")
