"""The U-Net of unetlab (architecture "unet") as a PyTorch module, with the weights of a network file.

    python unet_torch.py net.safetensors picture.npy probability.npy
    from unet_torch import load_unet
"""
import sys

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from read_network import prepare, read_network

EPSILON = 1e-3


def group_count(channels, wanted):
    return next(groups for groups in range(min(channels, wanted), 0, -1) if channels % groups == 0)


class Norm(nn.Module):
    """The network's normalisation: "batch", "group" or a bias alone ("none")."""

    def __init__(self, kind, channels, groups):
        super().__init__()
        if kind == "batch":
            self.layer = nn.BatchNorm2d(channels, eps=EPSILON)
        elif kind == "group":
            self.layer = nn.GroupNorm(group_count(channels, groups), channels, eps=EPSILON)
        else:
            self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        return self.layer(x) if hasattr(self, "layer") else x + self.bias[:, None, None]


class Block(nn.Module):
    """Two times convolution, normalisation and ReLU."""

    def __init__(self, inputs, outputs, config):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
        self.norm1 = Norm(config["norm"], outputs, config["groups"])
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)
        self.norm2 = Norm(config["norm"], outputs, config["groups"])

    def forward(self, x):
        x = functional.relu(self.norm1(self.conv1(x)))
        return functional.relu(self.norm2(self.conv2(x)))


class UNet(nn.Module):
    """Images [n, channels, h, w] in [0, 1] to logits [n, 1, h, w]; any height and width."""

    def __init__(self, config):
        super().__init__()
        self.depth = config["depth"]
        widths = [config["baseFilters"] << level for level in range(self.depth + 1)]
        inputs = [config["channels"], *widths]
        self.encoder = nn.ModuleList(Block(inputs[i], widths[i], config) for i in range(self.depth))
        self.bottleneck = Block(widths[-2], widths[-1], config)
        self.up = nn.ModuleList(nn.ConvTranspose2d(widths[i + 1], widths[i], 2, 2) for i in range(self.depth))
        self.decoder = nn.ModuleList(Block(2 * widths[i], widths[i], config) for i in range(self.depth))
        self.head = nn.Conv2d(widths[0], 1, 1)

    def forward(self, x):
        height, width = x.shape[2:]
        x = mirrored(mirrored(x, 2, 2**self.depth), 3, 2**self.depth) * 2 - 1
        skips = []
        for block in self.encoder:
            x = block(x)
            skips.append(x)
            x = functional.max_pool2d(x, 2)
        x = self.bottleneck(x)
        for level in reversed(range(self.depth)):
            x = self.decoder[level](torch.cat([skips[level], self.up[level](x)], 1))
        return self.head(x)[:, :, :height, :width]


def mirrored(x, axis, multiple):
    """x continued to a multiple of a length, mirrored at its end, the last pixel itself repeated."""
    missing = -x.shape[axis] % multiple
    if missing == 0:
        return x
    end = x.narrow(axis, x.shape[axis] - missing, missing).flip(axis)
    return torch.cat([x, end], axis)


def load_unet(path):
    """The module in evaluation mode, and the file's description."""
    description, weights = read_network(path)
    if description["architecture"] != "unet":
        raise ValueError(f"{path} holds a {description['architecture']}; this module is a unet")
    config = description["model"]
    model = UNet(config).eval()
    names = {"bottleneck": model.bottleneck}
    for level in range(config["depth"]):
        names[f"encoder{level}"] = model.encoder[level]
        names[f"decoder{level}"] = model.decoder[level]
    with torch.no_grad():
        for name, block in names.items():
            for i in "12":
                conv = getattr(block, f"conv{i}")
                conv.weight.copy_(torch.from_numpy(weights[f"{name}/conv{i}/kernel"].transpose(3, 2, 0, 1).copy()))
                copy_norm(getattr(block, f"norm{i}"), weights, f"{name}/norm{i}")
        for level, up in enumerate(model.up):
            kernel = weights[f"decoder{level}/up/kernel"].transpose(3, 2, 0, 1)
            up.weight.copy_(torch.from_numpy(kernel.copy()))
            up.bias.copy_(torch.from_numpy(weights[f"decoder{level}/up/bias"]))
        model.head.weight.copy_(torch.from_numpy(weights["head/kernel"].transpose(3, 2, 0, 1).copy()))
        model.head.bias.copy_(torch.from_numpy(weights["head/bias"]))
    return model, description


def copy_norm(norm, weights, name):
    pairs = {"bias": "bias"} if hasattr(norm, "bias") else {"weight": "scale", "bias": "offset"}
    target = norm if hasattr(norm, "bias") else norm.layer
    if isinstance(target, nn.BatchNorm2d):
        pairs |= {"running_mean": "mean", "running_var": "variance"}
    for ours, theirs in pairs.items():
        getattr(target, ours).copy_(torch.from_numpy(weights[f"{name}/{theirs}"]))


def predict(model, description, picture):
    """Probability of foreground [height, width] for a picture in its file's units."""
    image = prepare(picture, description["preparation"]).transpose(2, 0, 1)[None]
    with torch.no_grad():
        return torch.sigmoid(model(torch.from_numpy(image)))[0, 0].numpy()


if __name__ == "__main__":
    network, about = load_unet(sys.argv[1])
    np.save(sys.argv[3], predict(network, about, np.load(sys.argv[2])))
