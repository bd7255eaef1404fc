"""The workloads of io.flatness.benchmarks in PyTorch, to be run in turn with `benchmarks/run --json`.

usage: torch_peer.py WORKLOAD f32|f64 THREADS
Prints one line of JSON: medians in seconds, by the clock and of the processor, and the peak memory of the process. A
Hessian-vector product is one backward pass through the graph of the gradient, which is built beforehand.
"""
import json
import resource
import sys
import time

import torch
from torch import nn

FEWEST_CALLS = 5
MEASURED_SECONDS = 1


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.branch = nn.Sequential(*normalized(channels, channels, 1), nn.ReLU(), *normalized(channels, channels, 1))

    def forward(self, x):
        return torch.relu(x + self.branch(x))


def normalized(inputs, outputs, stride):
    return nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs)


def dense(*widths):
    layers = []
    for fan_in, fan_out in zip(widths, widths[1:]):
        layers += [nn.Linear(fan_in, fan_out, bias=False), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def lenet():
    convolutions = [nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2)]
    head = [nn.Linear(256, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)]
    return nn.Sequential(*convolutions, nn.Flatten(), *head)


def resnet():
    stages = [*normalized(1, 16, 2), nn.ReLU(), Residual(16), Residual(16)]
    stages += [*normalized(16, 32, 2), nn.ReLU(), Residual(32), Residual(32)]
    return nn.Sequential(*stages, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 10))


class Block(nn.Module):
    """Pre-norm; attention written out, since PyTorch's fused kernels have no second derivative."""

    def __init__(self, width, heads, causal):
        super().__init__()
        self.heads, self.causal = heads, causal
        self.first, self.second = nn.LayerNorm(width), nn.LayerNorm(width)
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def split(self, x):
        return x.unflatten(2, (self.heads, -1)).transpose(1, 2)

    def forward(self, x):
        read = self.first(x)
        q, k, v = (self.split(layer(read)) for layer in (self.query, self.key, self.value))
        scores = q @ k.transpose(2, 3) / q.shape[3] ** 0.5
        if self.causal:
            scores = scores.masked_fill(torch.ones(x.shape[1], x.shape[1], dtype=torch.bool).triu(1), -torch.inf)
        x = x + self.out((scores.softmax(3) @ v).transpose(1, 2).flatten(2))
        return x + self.mlp(self.second(x))


class Transformer(nn.Module):
    def __init__(self, read, head, causal, mean):
        super().__init__()
        self.read, self.head, self.mean = read, head, mean
        self.positions = nn.Parameter(torch.randn(64, 128))
        self.blocks = nn.Sequential(*[Block(128, 4, causal) for _ in range(4)], nn.LayerNorm(128))

    def forward(self, x):
        x = self.blocks(self.read(x) + self.positions)
        return self.head(x.mean(1)) if self.mean else self.head(x).transpose(1, 2)


class Patches(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 128, 4, 4)

    def forward(self, x):
        return self.conv(x).flatten(2).transpose(1, 2)


def gpt():
    return Transformer(nn.Embedding(256, 128), nn.Linear(128, 256, bias=False), causal=True, mean=False)


def vit():
    return Transformer(Patches(), nn.Linear(128, 10), causal=False, mean=True)


WORKLOADS = {
    'digits': (lambda: dense(64, 32, 10), (1797, 64)),
    'mlp': (lambda: dense(784, 512, 512, 10), (10000, 784)),
    'wide-mlp': (lambda: dense(784, 2048, 2048, 10), (10000, 784)),
    'lenet': (lenet, (2000, 1, 28, 28)),
    'resnet': (resnet, (2000, 1, 28, 28)),
    'gpt': (gpt, (64, 64)),
    'vit': (vit, (64, 3, 32, 32)),
}


def medians(call):
    """Medians over at least five calls and about a second, after two seconds of warm-up."""
    began = time.perf_counter()
    while time.perf_counter() - began < 2:
        call()
    clock, processor = [], []
    began = time.perf_counter()
    while len(clock) < FEWEST_CALLS or time.perf_counter() - began < MEASURED_SECONDS:
        start, busy = time.perf_counter(), time.process_time()
        call()
        processor.append(time.process_time() - busy)
        clock.append(time.perf_counter() - start)
    return sorted(clock)[len(clock) // 2], sorted(processor)[len(clock) // 2]


def main(workload, precision, threads):
    torch.set_num_threads(threads)
    torch.set_default_dtype({'f32': torch.float32, 'f64': torch.float64}[precision])
    torch.manual_seed(0)
    build, shape = WORKLOADS[workload]
    net = build().eval()
    if workload == 'gpt':
        x, y = torch.randint(0, 256, shape), torch.randint(0, 256, shape)
    else:
        x, y = torch.rand(*shape), torch.randint(0, 10, shape[:1])
    parameters = list(net.parameters())
    loss = lambda: nn.functional.cross_entropy(net(x), y)
    gradient = medians(lambda: torch.autograd.grad(loss(), parameters))
    graph = torch.autograd.grad(loss(), parameters, create_graph=True)
    direction = [torch.randn_like(p) for p in parameters]
    hvp = medians(lambda: torch.autograd.grad(graph, parameters, direction, retain_graph=True))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({
        'peer': 'torch ' + torch.__version__, 'workload': workload, 'precision': precision, 'threads': threads,
        'gradient_s': gradient[0], 'gradient_cpu_s': gradient[1], 'hvp_s': hvp[0], 'hvp_cpu_s': hvp[1], 'peak_mb': peak,
    }))


main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
