"""The workloads of io.flatness.benchmarks in PyTorch, to be run in turn with `benchmarks/run --json`.

usage: torch_peer.py digits|mlp|wide-mlp|lenet|resnet f32|f64 THREADS
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


WORKLOADS = {
    'digits': (lambda: dense(64, 32, 10), (1797, 64)),
    'mlp': (lambda: dense(784, 512, 512, 10), (10000, 784)),
    'wide-mlp': (lambda: dense(784, 2048, 2048, 10), (10000, 784)),
    'lenet': (lenet, (2000, 1, 28, 28)),
    'resnet': (resnet, (2000, 1, 28, 28)),
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
