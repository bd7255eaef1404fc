"""The fully connected workloads of io.flatness.benchmarks in JAX, compiled, to be run in turn with `benchmarks/run --json`.

usage: jax_peer.py digits|mlp|wide-mlp f32|f64 THREADS
Prints one line of JSON with medians in seconds by the clock. hvp_s is a forward derivative of the compiled gradient,
linearized_s the product with a linearization that was made beforehand and keeps what depends on the point.
"""
import json
import os
import sys
import time

workload, precision, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
os.sched_setaffinity(0, set(range(threads)))  # before JAX counts the processors

import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402

WIDTHS = {'digits': (64, 32, 10), 'mlp': (784, 512, 512, 10), 'wide-mlp': (784, 2048, 2048, 10)}
SAMPLES = {'digits': 1797, 'mlp': 10000, 'wide-mlp': 10000}
FEWEST_CALLS = 5
MEASURED_SECONDS = 1


def loss(weights, x, y):
    h = x
    for k, w in enumerate(weights):
        h = h @ w
        if k < len(weights) - 1:
            h = jax.nn.relu(h)
    return -jnp.mean(jax.nn.log_softmax(h)[jnp.arange(len(y)), y])


def median(call):
    """Median over at least five calls and about a second, after two seconds of warm-up."""
    began = time.perf_counter()
    while time.perf_counter() - began < 2:
        jax.block_until_ready(call())
    times = []
    began = time.perf_counter()
    while len(times) < FEWEST_CALLS or time.perf_counter() - began < MEASURED_SECONDS:
        start = time.perf_counter()
        jax.block_until_ready(call())
        times.append(time.perf_counter() - start)
    return sorted(times)[len(times) // 2]


def main():
    jax.config.update('jax_enable_x64', precision == 'f64')
    real = {'f32': np.float32, 'f64': np.float64}[precision]
    rng = np.random.default_rng(0)
    widths, samples = WIDTHS[workload], SAMPLES[workload]
    x = jnp.asarray(rng.random((samples, widths[0])), real)
    y = jnp.asarray(rng.integers(0, 10, samples))
    weights = [jnp.asarray(rng.normal(size=s) * np.sqrt(2 / s[0]), real) for s in zip(widths, widths[1:])]
    direction = [jnp.asarray(rng.normal(size=w.shape), real) for w in weights]
    gradient = jax.grad(loss)
    compiled = jax.jit(gradient)
    hvp = jax.jit(lambda w, v, x, y: jax.jvp(lambda w: gradient(w, x, y), (w,), (v,))[1])
    linearized = jax.jit(jax.linearize(lambda w: gradient(w, x, y), weights)[1])
    print(json.dumps({
        'peer': 'jax ' + jax.__version__, 'workload': workload, 'precision': precision, 'threads': threads,
        'gradient_s': median(lambda: compiled(weights, x, y)),
        'hvp_s': median(lambda: hvp(weights, direction, x, y)),
        'linearized_s': median(lambda: linearized(direction)),
    }))


main()
