"""From a PyTorch network and a loader to files that Flatness reads: an ONNX file of everything, an npz of the data.

    from flatness_export import export
    export(model, loader, "model.onnx", "data.npz")

Or, for a network that torch.save wrote whole and arrays that numpy.savez wrote (inputs, and labels or targets):

    python flatness_export.py network.pt arrays.npz model.onnx data.npz

Then: flatness init model.onnx data.npz && flatness run model.yaml
"""

import importlib.util
import sys

import numpy as np
import torch


def export(model, loader, onnx="model.onnx", npz="data.npz", samples=None):
    """Writes the network and its data.

    model    a torch.nn.Module; exported as it computes when it is evaluated (dropout off, statistics of BatchNorm fixed)
    loader   yields (inputs, answers): class numbers as integers, or numbers to be met
    samples  how many to keep; all when left out

    Returns the largest difference between the network's outputs before and after, on one batch, where onnxruntime is
    installed; None where it is not.
    """
    model = model.eval().cpu()
    inputs, answers = _collect(loader, samples)
    example = inputs[:2]
    names = {"input_names": ["input"], "output_names": ["output"]}
    # One file with the weights in it, for batches of every size: the default writes the weights beside the file.
    if _has("onnxscript"):
        shapes = [{0: torch.export.Dim("samples")}]
        torch.onnx.export(model, (example,), onnx, dynamo=True, external_data=False, dynamic_shapes=shapes, **names)
    else:
        axes = {"input": {0: "samples"}, "output": {0: "samples"}}
        torch.onnx.export(model, (example,), onnx, dynamo=False, dynamic_axes=axes, **names)
    name = "targets" if answers.is_floating_point() else "labels"
    np.savez(npz, **{"inputs": inputs.numpy(), name: answers.numpy()})
    return _difference(model, example, onnx)


def _has(module):
    return importlib.util.find_spec(module) is not None


def _collect(loader, samples):
    inputs, answers, count = [], [], 0
    for x, y in loader:
        inputs.append(torch.as_tensor(x).detach().cpu())
        answers.append(torch.as_tensor(y).detach().cpu())
        count += len(x)
        if samples is not None and count >= samples:
            break
    if not inputs:
        raise ValueError("the loader yields nothing")
    return torch.cat(inputs)[:samples], torch.cat(answers)[:samples]


def _difference(model, example, onnx):
    if not _has("onnxruntime"):
        return None
    import onnxruntime

    session = onnxruntime.InferenceSession(onnx, providers=["CPUExecutionProvider"])
    (there,) = session.run(None, {"input": example.numpy()})
    with torch.no_grad():
        here = model(example).numpy()
    return float(np.abs(here - there).max())


def _main(arguments):
    if len(arguments) != 4:
        sys.exit(__doc__)
    network, arrays, onnx, npz = arguments
    model = torch.load(network, weights_only=False)
    if not isinstance(model, torch.nn.Module):
        sys.exit(
            network + " holds weights without the network: build the model in Python, load them into it "
            "(model.load_state_dict), and call export(model, loader) as shown at the top of this file"
        )
    data = np.load(arrays)
    answers = data["labels"] if "labels" in data else data["targets"]
    difference = export(model, [(torch.as_tensor(data["inputs"]), torch.as_tensor(answers))], onnx, npz)
    checked = "" if difference is None else "; outputs differ by at most %.1e" % difference
    print("Wrote " + onnx + " and " + npz + checked)


if __name__ == "__main__":
    _main(sys.argv[1:])
