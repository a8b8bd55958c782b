"""The network in PyTorch: eager, channels-last, compiled or bfloat16, compiled-bfloat16 (see task.py)."""
import sys
from pathlib import Path

import torch

import task

sys.path.insert(0, str(Path(__file__).parents[3] / "examples" / "python"))
from unet_torch import load_unet  # noqa: E402

kind = task.kind
model, _ = load_unet(f"{task.folder}/network.safetensors")
dtype = torch.bfloat16 if "bfloat16" in kind else torch.float32
model = model.to(dtype)
layout = torch.contiguous_format if kind == "eager" else torch.channels_last
model = model.to(memory_format=layout)
if kind.startswith("compiled"):
    from torch._inductor import config

    config.freezing = True  # folds the batch norm into the convolutions, as a user who wants speed does
    model = torch.compile(model)


def predict(image):
    with torch.inference_mode() if not kind.startswith("compiled") else torch.no_grad():
        x = torch.from_numpy(image)[None, None].to(dtype).to(memory_format=layout)
        return torch.sigmoid(model(x).float())[0, 0].numpy()


task.run(predict)
