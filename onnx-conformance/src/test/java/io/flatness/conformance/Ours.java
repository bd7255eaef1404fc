package io.flatness.conformance;

import io.flatness.core.run.LocalContext;
import io.flatness.networks.engine.DataSet;
import io.flatness.networks.engine.Execution;
import io.flatness.networks.engine.Inputs;
import io.flatness.networks.engine.NetworkSurface;
import io.flatness.networks.engine.Precision;
import io.flatness.networks.engine.Targets;
import io.flatness.networks.io.InputFile;
import io.flatness.networks.io.Model;
import io.flatness.networks.io.OnnxReader;
import io.flatness.networks.loss.Objective;
import io.flatness.networks.loss.SquaredError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads models and computes their outputs the way Flatness does. */
final class Ours {
    private Ours() {}

    static Model read(Path folder, byte[] model, Model.Ending absorbed) {
        try {
            Path file = Files.createTempFile(folder, "model", ".onnx");
            Files.write(file, model);
            return OnnxReader.read(
                    InputFile.of("model.file", file.toAbsolutePath(), LocalContext.singleThreaded(1)), null, absorbed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static NetworkSurface surface(Model model, double[] inputs) {
        int size = model.network().inputSize();
        int samples = inputs.length / size;
        int outputs = model.network().outputCount();
        int positions = model.network().outputPositions();
        double[] none = new double[samples * positions * outputs];
        DataSet data = new DataSet(
                Inputs.doubles(inputs, size, 1), new Targets(null, none, outputs, positions, Targets.IGNORED));
        LocalContext context = LocalContext.singleThreaded(1);
        return new NetworkSurface(
                model.network(),
                model.buffers(),
                data,
                new Objective(new SquaredError(SquaredError.Form.HALF)),
                Execution.of(context, Precision.FLOAT64, context.memoryBytes()));
    }

    static double[] outputs(Model model, double[] inputs) {
        return surface(model, inputs).outputs(model.theta());
    }
}
